import * as vscode from "vscode";
import { Command, Setting } from "../ids.ts";
import { log, logAt, reportError } from "../log.ts";
import { daemonPath } from "../settings.ts";
import type { DisposableStore } from "../util/disposables.ts";
import { launchDaemon } from "./launch.ts";
import { locateDaemon } from "./locate.ts";
import { DaemonSupervisor, type Disconnection } from "./supervisor.ts";

/** The daemon of this window, with its log in the output channel. */
export function createSupervisor(context: vscode.ExtensionContext, disposables: DisposableStore): DaemonSupervisor {
  const supervisor = disposables.add(
    new DaemonSupervisor(async () => {
      const command = await locateDaemon({
        configured: daemonPath(),
        extensionFolder: context.extensionUri.fsPath,
        platform: process.platform,
        arch: process.arch,
      });
      log().info(`Starting ${command} serve`);
      return launchDaemon({
        command,
        args: ["serve"],
        clientVersion: String(context.extension.packageJSON.version),
        storageFolder: (context.storageUri ?? context.globalStorageUri).fsPath,
        onLogLine: (line) => log().info(`[daemon] ${line}`),
      });
    }),
  );
  disposables.add(
    supervisor.onDidConnect(({ client, info }) => {
      log().info(`Connected to wasmrun ${info.productVersion} (process ${info.pid}, ${info.platform})`);
      client.onLog(({ level, message }) => logAt(level, `[daemon] ${message}`));
    }),
  );
  disposables.add(supervisor.onDidDisconnect((disconnection) => tellAbout(disconnection, supervisor)));
  disposables.add(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(Setting.daemonPath)) void supervisor.stop();
    }),
  );
  return supervisor;
}

function tellAbout({ reason, expected, retryInMs }: Disconnection, supervisor: DaemonSupervisor): void {
  if (expected) {
    log().info(`The daemon was stopped: ${reason}`);
    return;
  }
  if (retryInMs !== undefined) {
    log().warn(`The daemon ended: ${reason}. Starting it again in ${retryInMs} ms`);
    return;
  }
  log().error(`The daemon ended: ${reason}. It is not started again by itself`);
  const [again, show] = ["Restart Daemon", "Show Log"];
  const message = `The wasmrun daemon keeps ending: ${reason}.`;
  void vscode.window.showErrorMessage(message, again, show).then((chosen) => {
    if (chosen === again) supervisor.restart().catch(reportError);
    if (chosen === show) void vscode.commands.executeCommand(Command.showLog);
  });
}
