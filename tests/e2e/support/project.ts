import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const examples = fileURLToPath(new URL("../../../examples", import.meta.url));

/** A project in a folder of its own, outside the repository; deleted by `using`. */
export class Project implements Disposable {
  private constructor(
    private readonly parent: string,
    readonly folder: string,
  ) {}

  /** A project of the given files: path to content. */
  static of(files: Record<string, string>, name = "project"): Project {
    const project = Project.empty(name);
    for (const [file, content] of Object.entries(files)) project.write(file, content);
    return project;
  }

  /** A copy of one of the repository's examples. */
  static example(name: string): Project {
    const project = Project.empty(name);
    fs.cpSync(path.join(examples, name), project.folder, { recursive: true });
    return project;
  }

  private static empty(name: string): Project {
    const parent = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "wasmrun-e2e-")));
    const folder = path.join(parent, name);
    fs.mkdirSync(folder);
    return new Project(parent, folder);
  }

  path(file: string): string {
    return path.join(this.folder, file);
  }

  read(file: string): string {
    return fs.readFileSync(this.path(file), "utf8");
  }

  write(file: string, content: string): void {
    fs.mkdirSync(path.dirname(this.path(file)), { recursive: true });
    fs.writeFileSync(this.path(file), content);
  }

  /** Replaces a part of a file, as an edit does. */
  edit(file: string, from: string, to: string): void {
    const text = this.read(file);
    if (!text.includes(from)) throw new Error(`${file} does not contain '${from}'.`);
    this.write(file, text.replace(from, to));
  }

  [Symbol.dispose](): void {
    fs.rmSync(this.parent, { recursive: true, force: true });
  }
}
