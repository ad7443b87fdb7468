import { access } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import * as vscode from "vscode";
import { failureOf } from "../failure.ts";
import { ErrorCode, type WasmRunClient } from "../protocol/generated.ts";

/** What a command was asked to run. */
export interface Target {
  folder: string;
  /** Relative to the folder; absent when the project says what runs. */
  file?: string;
}

/** Files whose folder is a project. */
const manifests = ["package.json", "pyproject.toml", "requirements.txt", "Pipfile", "setup.py"];

/**
 * What a command means: the file or folder that it was given, else the project of the active editor, else the one
 * folder that is open.
 */
export async function targetOf(uri: vscode.Uri | undefined, client: WasmRunClient): Promise<Target | undefined> {
  if (uri) {
    if (uri.scheme !== "file") throw new Error("wasmrun runs only what lies on the disk, and this does not.");
    const { type } = await vscode.workspace.fs.stat(uri);
    if (type & vscode.FileType.Directory) return { folder: uri.fsPath };
    return fileTarget(uri.fsPath);
  }
  const folder = await currentProjectFolder();
  if (folder === undefined) return undefined;
  const active = activeFile();
  if (active === undefined) return { folder };
  // A file of no project is run by itself.
  const failure = await client.projectDetect({ folder }).then(
    () => undefined,
    (error: unknown) => failureOf(error),
  );
  return failure?.code === ErrorCode.ProjectUnknown ? fileTarget(active) : { folder };
}

/** The project folder of the active editor, or the open folder; asks when several are open. */
export async function currentProjectFolder(): Promise<string | undefined> {
  const active = activeFile();
  if (active !== undefined) return projectFolder(active);
  const folders = (vscode.workspace.workspaceFolders ?? []).filter((folder) => folder.uri.scheme === "file");
  if (folders.length <= 1) return folders[0]?.uri.fsPath;
  const chosen = await vscode.window.showWorkspaceFolderPick({ placeHolder: "Which folder?" });
  return chosen?.uri.fsPath;
}

function activeFile(): string | undefined {
  const uri = vscode.window.activeTextEditor?.document.uri;
  return uri?.scheme === "file" ? uri.fsPath : undefined;
}

async function fileTarget(file: string): Promise<Target> {
  const folder = await projectFolder(file);
  return { folder, file: relative(folder, file).replaceAll("\\", "/") };
}

/** The nearest folder with a manifest, not above the workspace folder; else the workspace folder, else the file's own. */
async function projectFolder(file: string): Promise<string> {
  const top = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(file))?.uri.fsPath ?? dirname(file);
  for (let folder = dirname(file); folder.length > top.length; folder = dirname(folder)) {
    for (const manifest of manifests) if (await exists(join(folder, manifest))) return folder;
  }
  return top;
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
