import { relative, sep } from "node:path";
import type { FileChange, FileChangeKind } from "../protocol/generated.ts";

/** Collects changes of one folder and hands them on as batches: what happens together is reported together. */
export class ChangeBatch {
  private readonly pending = new Map<string, FileChangeKind>();
  private timer: NodeJS.Timeout | undefined;
  private readonly waitMs: number;

  constructor(
    private readonly folder: string,
    private readonly send: (changes: FileChange[]) => void,
    waitMs = 10,
  ) {
    this.waitMs = waitMs;
  }

  /** @param path absolute; ignored when it is not below the folder, or belongs to git. */
  add(path: string, kind: FileChangeKind): void {
    const file = relative(this.folder, path).split(sep).join("/");
    if (file === "" || file.startsWith("../") || file === ".git" || file.startsWith(".git/")) return;
    const before = this.pending.get(file);
    // A new file that is written to is still a new file.
    this.pending.set(file, before === "created" && kind === "changed" ? "created" : kind);
    this.timer ??= setTimeout(() => this.flush(), this.waitMs);
  }

  /** Sends what is collected at once. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.pending.size === 0) return;
    const changes = [...this.pending].map(([path, kind]) => ({ path, kind }));
    this.pending.clear();
    this.send(changes);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.pending.clear();
  }
}
