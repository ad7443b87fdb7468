import * as vscode from "vscode";
import { createSupervisor } from "./daemon/register.ts";
import type { DaemonSupervisor } from "./daemon/supervisor.ts";
import { registerDebugType } from "./debug/register.ts";
import { Command, ContextKey } from "./ids.ts";
import { disposeLog, log, reportError } from "./log.ts";
import { copyPortUrl, openPort } from "./ports/commands.ts";
import { PortModel } from "./ports/model.ts";
import { PortsView } from "./ports/view.ts";
import { killProcess } from "./processes/kill.ts";
import type { ProcessNode } from "./processes/model.ts";
import { ProcessesView } from "./processes/view.ts";
import { ProgressNotifications } from "./progress/notifications.ts";
import type { PortInfo } from "./protocol/generated.ts";
import { RunChannels } from "./runs/channel.ts";
import { restart, runInWasmrun, stop } from "./runs/commands.ts";
import { RunRegistry } from "./runs/registry.ts";
import { RuntimeChoices } from "./runtimes/choices.ts";
import { switchRuntime } from "./runtimes/switch.ts";
import { createStatusItem } from "./status/item.ts";
import { DisposableStore } from "./util/disposables.ts";
import { WorkspaceWatch } from "./workspace/watch.ts";

let daemon: DaemonSupervisor | undefined;

/** Puts the parts together. The daemon itself is started by the first one that needs it. */
export function activate(context: vscode.ExtensionContext): void {
  const disposables = new DisposableStore();
  context.subscriptions.push(disposables);
  disposables.add({ dispose: disposeLog });
  const supervisor = createSupervisor(context, disposables);
  daemon = supervisor;
  const runs = disposables.add(new RunRegistry(supervisor));
  const channels = disposables.add(new RunChannels(runs));
  const choices = new RuntimeChoices(context.workspaceState);
  const processes = disposables.add(new ProcessesView(supervisor));
  const ports = new PortModel();
  disposables.add(supervisor.onDidConnect(({ client }) => ports.follow(client)));
  disposables.add(supervisor.onDidDisconnect(() => ports.clear()));
  disposables.add(new PortsView(ports, processes));
  disposables.add(new ProgressNotifications(supervisor, runs));
  disposables.add(new WorkspaceWatch(supervisor, runs));
  disposables.add(createStatusItem(runs));
  disposables.add(registerDebugType(supervisor, runs, choices));
  disposables.add(runs.onDidChange(() => setContext(ContextKey.running, runs.active.length > 0)));
  disposables.add(ports.onDidChange(() => setContext(ContextKey.hasPorts, ports.all.length > 0)));

  const commands: Record<string, (argument: never) => Promise<void>> = {
    [Command.run]: (uri?: vscode.Uri) => runInWasmrun(supervisor, channels, choices, uri),
    [Command.stop]: () => stop(runs),
    [Command.restart]: () => restart(runs),
    [Command.switchRuntime]: () => switchRuntime(supervisor, runs, choices),
    [Command.openPort]: (port?: PortInfo) => openPort(ports, port),
    [Command.copyPortUrl]: (port?: PortInfo) => copyPortUrl(ports, port),
    [Command.killProcess]: (node?: ProcessNode) => killProcess(supervisor, processes, node),
    [Command.showLog]: async () => log().show(),
    [Command.restartDaemon]: () => supervisor.restart(),
  };
  for (const [id, command] of Object.entries(commands)) {
    disposables.add(vscode.commands.registerCommand(id, (argument: never) => command(argument).catch(reportError)));
  }
}

/** Gives the daemon time to end its programs. */
export async function deactivate(): Promise<void> {
  await daemon?.stop();
}

function setContext(key: string, value: boolean): void {
  void vscode.commands.executeCommand("setContext", key, value);
}
