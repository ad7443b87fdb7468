import * as vscode from "vscode";
import { Command } from "../ids.ts";
import type { RunRegistry } from "../runs/registry.ts";
import { type Disposable, DisposableStore } from "../util/disposables.ts";
import { statusModel } from "./model.ts";

/** The status-bar item: runtime, version and state; a click switches the runtime. */
export function createStatusItem(runs: RunRegistry): Disposable {
  const disposables = new DisposableStore();
  const item = disposables.add(
    vscode.window.createStatusBarItem("wasmrun.runtime", vscode.StatusBarAlignment.Left, 10),
  );
  item.name = "wasmrun";
  item.command = Command.switchRuntime;
  const update = (): void => {
    const { text, tooltip, accessibleName, problem } = statusModel(runs.active.at(-1) ?? runs.latest());
    item.text = text;
    item.tooltip = tooltip.join("\n");
    item.accessibilityInformation = { label: accessibleName, role: "button" };
    item.backgroundColor = problem ? new vscode.ThemeColor("statusBarItem.errorBackground") : undefined;
    item.show();
  };
  disposables.add(runs.onDidChange(update));
  update();
  return disposables;
}
