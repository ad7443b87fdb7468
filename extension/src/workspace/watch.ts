import { stat } from "node:fs/promises";
import * as vscode from "vscode";
import type { DaemonSupervisor } from "../daemon/supervisor.ts";
import type { RunRegistry } from "../runs/registry.ts";
import { type Disposable, DisposableStore } from "../util/disposables.ts";
import { ChangeBatch } from "./batch.ts";

/** Tells the daemon what changes in the folders of programs that are reloaded: saves at once, the rest as batches. */
export class WorkspaceWatch implements Disposable {
  private readonly folders = new Map<string, FolderWatch>();
  private readonly disposables = new DisposableStore();

  constructor(
    private readonly supervisor: DaemonSupervisor,
    private readonly runs: RunRegistry,
  ) {
    this.disposables.add(runs.onDidChange(() => this.update()));
    this.disposables.add(
      vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        if (uri.scheme === "file") for (const folder of this.folders.values()) void folder.saved(uri.fsPath);
      }),
    );
  }

  dispose(): void {
    for (const folder of this.folders.values()) folder.dispose();
    this.disposables.dispose();
  }

  private update(): void {
    const wanted = new Set(
      this.runs.active.filter((run) => run.request.watch !== false).map((run) => run.request.folder),
    );
    for (const [folder, watch] of this.folders) {
      if (wanted.has(folder)) continue;
      watch.dispose();
      this.folders.delete(folder);
    }
    for (const folder of wanted) {
      if (!this.folders.has(folder)) this.folders.set(folder, new FolderWatch(folder, this.supervisor));
    }
  }
}

class FolderWatch implements Disposable {
  private readonly disposables = new DisposableStore();
  private readonly batch: ChangeBatch;
  /** Modification times of files that were reported as saved: the watcher sees the same change a moment later. */
  private readonly savedAt = new Map<string, number>();

  constructor(folder: string, supervisor: DaemonSupervisor) {
    this.batch = this.disposables.add(
      new ChangeBatch(folder, (changes) => {
        void supervisor
          .client()
          .then((client) => client.workspaceDidChange({ folder, changes }))
          .catch(() => undefined);
      }),
    );
    const pattern = new vscode.RelativePattern(vscode.Uri.file(folder), "**/*");
    const watcher = this.disposables.add(vscode.workspace.createFileSystemWatcher(pattern));
    this.disposables.add(watcher.onDidCreate(({ fsPath }) => this.batch.add(fsPath, "created")));
    this.disposables.add(watcher.onDidDelete(({ fsPath }) => this.batch.add(fsPath, "deleted")));
    this.disposables.add(watcher.onDidChange(({ fsPath }) => void this.changed(fsPath)));
  }

  async saved(path: string): Promise<void> {
    this.batch.add(path, "changed");
    this.batch.flush();
    const time = await modificationTime(path);
    if (time !== undefined) this.savedAt.set(path, time);
  }

  dispose(): void {
    this.disposables.dispose();
  }

  private async changed(path: string): Promise<void> {
    const known = this.savedAt.get(path);
    if (known !== undefined && known === (await modificationTime(path))) return;
    this.savedAt.delete(path);
    this.batch.add(path, "changed");
  }
}

async function modificationTime(path: string): Promise<number | undefined> {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => undefined,
  );
}
