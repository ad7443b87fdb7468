import * as vscode from "vscode";
import type { DaemonSupervisor } from "../daemon/supervisor.ts";
import type { RunRegistry } from "../runs/registry.ts";
import { currentProjectFolder } from "../runs/target.ts";
import type { RuntimeChoices } from "./choices.ts";
import { type RuntimeItem, runtimeItems } from "./items.ts";

type Pick = vscode.QuickPickItem & { item: RuntimeItem };

/** The command "Switch Runtime…": chooses what the project's next run uses, and offers to restart what runs. */
export async function switchRuntime(
  supervisor: DaemonSupervisor,
  runs: RunRegistry,
  choices: RuntimeChoices,
): Promise<void> {
  const folder = runs.active.at(-1)?.request.folder ?? (await currentProjectFolder());
  const client = await supervisor.client();
  const { runtimes } = await client.runtimesList(folder === undefined ? {} : { folder });
  const project = folder === undefined ? undefined : await client.projectDetect({ folder }).catch(() => undefined);
  const choice = folder === undefined ? undefined : choices.get(folder);
  const picks = runtimeItems(runtimes, choice, project?.runtime?.name).map(toPick);
  const chosen = await vscode.window.showQuickPick(picks, {
    title: "wasmrun: Switch Runtime",
    placeHolder: project ? `Runtime for ${project.name}` : "Runtime",
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (!chosen || chosen.item.kind === "separator") return;
  if (folder === undefined) {
    void vscode.window.showInformationMessage("wasmrun: Open a folder first; a runtime is chosen for a project.");
    return;
  }
  const runtime = chosen.item.kind === "version" ? chosen.item.runtime : undefined;
  await choices.set(folder, runtime);
  await offerRestart(runs, folder, runtime ?? project?.runtime?.name);
}

async function offerRestart(runs: RunRegistry, folder: string, runtime: string | undefined): Promise<void> {
  const run = runs.active.find((active) => active.request.folder === folder);
  if (!run || !runtime) return;
  const restart = "Restart";
  const question = `${run.commandLine ?? "The program"} still runs on the runtime it was started with.`;
  if ((await vscode.window.showInformationMessage(question, restart)) === restart) await run.restart(runtime);
}

function toPick(item: RuntimeItem): Pick {
  if (item.kind === "separator") return { label: item.label, kind: vscode.QuickPickItemKind.Separator, item };
  return {
    label: `$(${item.picked ? "check" : "blank"}) ${item.label}`,
    ...(item.description === undefined ? {} : { description: item.description }),
    ...(item.detail === undefined ? {} : { detail: item.detail }),
    item,
  };
}
