import * as vscode from "vscode";
import type { DaemonSupervisor } from "../daemon/supervisor.ts";
import { runRequest } from "../debug/configuration.ts";
import { DEBUG_TYPE } from "../ids.ts";
import type { RuntimeChoices } from "../runtimes/choices.ts";
import { runDefaults } from "../settings.ts";
import type { RunChannels } from "./channel.ts";
import type { RunRegistry } from "./registry.ts";
import type { Run, RunRequest } from "./run.ts";
import { type Target, targetOf } from "./target.ts";

/** The command "Run in wasmrun". */
export async function runInWasmrun(
  supervisor: DaemonSupervisor,
  channels: RunChannels,
  choices: RuntimeChoices,
  uri?: vscode.Uri,
): Promise<void> {
  await vscode.workspace.saveAll(false);
  const target = await targetOf(uri, await supervisor.client());
  if (!target) {
    void vscode.window.showInformationMessage("wasmrun: Open a folder or a file first.");
    return;
  }
  if (vscode.workspace.isTrusted) await startSession(target);
  else await channels.run(channelRequest(choices, target));
}

/** The command "Stop". */
export async function stop(runs: RunRegistry): Promise<void> {
  await (await chooseRun(runs, "Stop"))?.stop();
}

/** The command "Restart". */
export async function restart(runs: RunRegistry): Promise<void> {
  await (await chooseRun(runs, "Restart"))?.restart();
}

async function startSession({ folder, file }: Target): Promise<void> {
  const owner = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(folder));
  const configuration = {
    type: DEBUG_TYPE,
    request: "launch",
    name: file ?? vscode.workspace.asRelativePath(folder, false).split(/[\\/]/).at(-1) ?? "wasmrun",
    folder,
    ...(file === undefined ? {} : { program: file }),
    internalConsoleOptions: "openOnSessionStart",
  };
  await vscode.debug.startDebugging(owner, configuration, { suppressDebugView: true, suppressDebugStatusbar: true });
}

function channelRequest(choices: RuntimeChoices, { folder, file }: Target): RunRequest {
  const runtime = choices.get(folder);
  return runRequest(
    { folder, ...(file === undefined ? {} : { program: file }), ...(runtime === undefined ? {} : { runtime }) },
    runDefaults(vscode.Uri.file(folder)),
  );
}

/** The only program that runs, or the one that is picked. */
async function chooseRun(runs: RunRegistry, title: string): Promise<Run | undefined> {
  const [only, second] = runs.active;
  if (!second) return only;
  const picks = runs.active.map((run) => ({
    label: run.commandLine ?? run.request.folder,
    description: run.request.folder,
    run,
  }));
  return (await vscode.window.showQuickPick(picks, { title: `wasmrun: ${title}`, placeHolder: "Which program?" }))?.run;
}
