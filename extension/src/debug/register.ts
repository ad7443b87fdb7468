import * as vscode from "vscode";
import type { DaemonSupervisor } from "../daemon/supervisor.ts";
import { DEBUG_TYPE } from "../ids.ts";
import { reportError } from "../log.ts";
import type { RunRegistry } from "../runs/registry.ts";
import { targetOf } from "../runs/target.ts";
import type { RuntimeChoices } from "../runtimes/choices.ts";
import { runDefaults } from "../settings.ts";
import { type Disposable, DisposableStore } from "../util/disposables.ts";
import { RunDebugAdapter } from "./adapter.ts";
import { type LaunchConfiguration, runRequest } from "./configuration.ts";

/** Registers the debug type: F5 with and without a launch.json, and the adapter that runs in this process. */
export function registerDebugType(
  supervisor: DaemonSupervisor,
  runs: RunRegistry,
  choices: RuntimeChoices,
): Disposable {
  const disposables = new DisposableStore();
  const provider = new ConfigurationProvider(supervisor);
  disposables.add(vscode.debug.registerDebugConfigurationProvider(DEBUG_TYPE, provider));
  disposables.add(
    vscode.debug.registerDebugConfigurationProvider(
      DEBUG_TYPE,
      { provideDebugConfigurations: (folder) => provider.found(folder) },
      vscode.DebugConfigurationProviderTriggerKind.Dynamic,
    ),
  );
  disposables.add(
    vscode.debug.registerDebugAdapterDescriptorFactory(DEBUG_TYPE, {
      createDebugAdapterDescriptor: ({ configuration, workspaceFolder }) => {
        const launch = configuration as LaunchConfiguration;
        const folder = launch.folder ?? "";
        const runtime = launch.runtime ?? choices.get(folder);
        const request = runRequest(
          { ...launch, ...(runtime === undefined ? {} : { runtime }) },
          runDefaults(folder ? vscode.Uri.file(folder) : undefined),
        );
        const adapter = new RunDebugAdapter(
          { create: (wish) => runs.create(wish), start: (run) => runs.start(run), failed: reportError },
          request,
          workspaceFolder?.uri.fsPath,
        );
        return new vscode.DebugAdapterInlineImplementation(adapter);
      },
    }),
  );
  return disposables;
}

class ConfigurationProvider implements vscode.DebugConfigurationProvider {
  constructor(private readonly supervisor: DaemonSupervisor) {}

  /** For a new launch.json. */
  provideDebugConfigurations(): vscode.DebugConfiguration[] {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: VS Code replaces it.
    return [{ type: DEBUG_TYPE, request: "launch", name: "Run in wasmrun", folder: "${workspaceFolder}" }];
  }

  /** F5 without a launch.json gives an empty configuration: it runs what the command would run. */
  async resolveDebugConfiguration(
    owner: vscode.WorkspaceFolder | undefined,
    configuration: vscode.DebugConfiguration,
  ): Promise<vscode.DebugConfiguration | undefined> {
    const empty = !configuration.type && !configuration.request && !configuration.name;
    const internalConsoleOptions = configuration.internalConsoleOptions ?? "openOnSessionStart";
    if (!empty) return { ...configuration, folder: configuration.folder ?? owner?.uri.fsPath, internalConsoleOptions };
    try {
      const target = await targetOf(undefined, await this.supervisor.client());
      if (!target) {
        void vscode.window.showInformationMessage("wasmrun: Open a folder or a file first.");
        return undefined;
      }
      return {
        type: DEBUG_TYPE,
        request: "launch",
        name: "Run in wasmrun",
        folder: target.folder,
        ...(target.file === undefined ? {} : { program: target.file }),
        internalConsoleOptions,
      };
    } catch (error) {
      reportError(error);
      return undefined;
    }
  }

  /** What the daemon finds in a folder, for the list of configurations. */
  async found(owner: vscode.WorkspaceFolder | undefined): Promise<vscode.DebugConfiguration[]> {
    if (owner?.uri.scheme !== "file") return [];
    const folder = owner.uri.fsPath;
    try {
      const project = await (await this.supervisor.client()).projectDetect({ folder });
      return project.entries.map((entry) => ({
        type: DEBUG_TYPE,
        request: "launch",
        name: entry.title,
        folder,
        ...(entry.file === undefined ? {} : { program: entry.file }),
      }));
    } catch {
      return []; // Nothing to offer; a run would say why.
    }
  }
}
