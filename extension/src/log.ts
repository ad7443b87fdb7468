import * as vscode from "vscode";
import { describeFailure, failureOf, isCancelled } from "./failure.ts";
import { Command } from "./ids.ts";
import type { LogSeverity } from "./protocol/generated.ts";

let channel: vscode.LogOutputChannel | undefined;

/** The output channel "wasmrun": the extension's own log and the daemon's. */
export function log(): vscode.LogOutputChannel {
  channel ??= vscode.window.createOutputChannel("wasmrun", { log: true });
  return channel;
}

export function disposeLog(): void {
  channel?.dispose();
  channel = undefined;
}

export function logAt(severity: LogSeverity, message: string): void {
  const method = severity === "warning" ? "warn" : severity;
  log()[method](message);
}

/** Tells the user what failed and what to do, and writes it to the log. */
export function reportError(error: unknown): void {
  if (isCancelled(error)) return;
  const failure = failureOf(error);
  log().error(describeFailure(failure));
  const show = "Show Log";
  void vscode.window.showErrorMessage(describeFailure(failure), show).then((chosen) => {
    if (chosen === show) void vscode.commands.executeCommand(Command.showLog);
  });
}
