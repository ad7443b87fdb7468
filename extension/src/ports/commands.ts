import * as vscode from "vscode";
import type { PortInfo } from "../protocol/generated.ts";
import { type PortModel, portLabel } from "./model.ts";

/** The command "Open Port…": in the browser, through VS Code's own forwarding where it runs against another machine. */
export async function openPort(model: PortModel, port?: PortInfo): Promise<void> {
  const chosen = port ?? (await pickPort(model, "Open Port"));
  if (chosen) await vscode.env.openExternal(await reachable(chosen));
}

/** The command "Copy Port URL". */
export async function copyPortUrl(model: PortModel, port?: PortInfo): Promise<void> {
  const chosen = port ?? (await pickPort(model, "Copy Port URL"));
  if (!chosen) return;
  const url = (await reachable(chosen)).toString(true);
  await vscode.env.clipboard.writeText(url);
  vscode.window.setStatusBarMessage(`$(copy) Copied ${url}`, 3000);
}

/** The port's address as the user's own browser reaches it. */
function reachable(port: PortInfo): Thenable<vscode.Uri> {
  return vscode.env.asExternalUri(vscode.Uri.parse(port.url, true));
}

async function pickPort(model: PortModel, title: string): Promise<PortInfo | undefined> {
  const [only, second] = model.all;
  if (!second) return only;
  const picks = model.all.map((port) => ({ label: portLabel(port), description: port.url, port }));
  return (await vscode.window.showQuickPick(picks, { title: `wasmrun: ${title}`, placeHolder: "Which port?" }))?.port;
}
