import type { Memento } from "vscode";

/** The runtime that the user chose for each folder of the workspace; without one the project decides. */
export class RuntimeChoices {
  constructor(private readonly state: Memento) {}

  get(folder: string): string | undefined {
    return this.state.get<string>(this.key(folder));
  }

  async set(folder: string, runtime: string | undefined): Promise<void> {
    await this.state.update(this.key(folder), runtime);
  }

  private key(folder: string): string {
    return `runtime:${folder}`;
  }
}
