import * as vscode from "vscode";
import type { DaemonSupervisor } from "../daemon/supervisor.ts";
import type { ProcessNode } from "./model.ts";
import { processDescription } from "./model.ts";
import type { ProcessesView } from "./view.ts";

/** The command "Kill Process": of the row it was called on, else of one that is picked. */
export async function killProcess(
  supervisor: DaemonSupervisor,
  view: ProcessesView,
  node?: ProcessNode,
): Promise<void> {
  const pid = node?.process.pid ?? (await pickProcess(view));
  if (pid === undefined) return;
  const client = await supervisor.client();
  await client.processKill({ pid, signal: "SIGKILL" });
}

async function pickProcess(view: ProcessesView): Promise<number | undefined> {
  const picks = view.processes.map((process) => ({
    label: process.command,
    description: processDescription(process),
    pid: process.pid,
  }));
  const chosen = await vscode.window.showQuickPick(picks, {
    title: "wasmrun: Kill Process",
    placeHolder: "Which process?",
  });
  return chosen?.pid;
}
