import * as vscode from "vscode";
import type { RunDefaults } from "./debug/configuration.ts";
import { Setting } from "./ids.ts";

export function runDefaults(scope: vscode.Uri | undefined): RunDefaults {
  const settings = vscode.workspace.getConfiguration(undefined, scope);
  return {
    watch: settings.get(Setting.watch, true),
    write: settings.get(Setting.write, false),
    allowNet: settings.get<string[]>(Setting.allowNet, []),
  };
}

/** Path of the daemon that the user named; empty when none. */
export function daemonPath(): string {
  return vscode.workspace.getConfiguration().get(Setting.daemonPath, "").trim();
}
