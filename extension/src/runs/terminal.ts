import * as vscode from "vscode";
import { FrameMapper } from "../debug/frames.ts";
import { OutputAssembler } from "../debug/output.ts";
import { describeFailure, failureOf } from "../failure.ts";
import type { RunStateParams } from "../protocol/generated.ts";
import { DisposableStore } from "../util/disposables.ts";
import { exitLine, startLine } from "./messages.ts";
import type { RunRegistry } from "./registry.ts";
import type { Run, RunRequest } from "./run.ts";

/**
 * A run in a terminal of its own. Used in a workspace that is not trusted, where VS Code starts no debug session;
 * the program is in the sandbox all the same.
 */
export class RunTerminal implements vscode.Pseudoterminal {
  private readonly written = new vscode.EventEmitter<string>();
  private readonly disposables = new DisposableStore();
  private readonly output: OutputAssembler;
  private run: Run | undefined;
  private typed = "";
  readonly onDidWrite = this.written.event;

  constructor(
    private readonly runs: RunRegistry,
    private readonly request: RunRequest,
  ) {
    const frames = new FrameMapper(request.folder, undefined);
    this.output = this.disposables.add(new OutputAssembler(frames, ({ text }) => this.show(text)));
  }

  open(): void {
    void this.start();
  }

  close(): void {
    if (this.run?.active) void this.run.stop().catch(() => undefined);
    this.disposables.dispose();
    this.written.dispose();
  }

  /** Edits one line, as a terminal does for a program that does not ask for more. */
  handleInput(data: string): void {
    for (const key of data) {
      if (key === "\r") {
        this.show("\n");
        this.send(`${this.typed}\n`);
      } else if (key === "\u0003") void this.run?.stop().catch(() => undefined);
      else if (key === "\u0004") this.send(this.typed, true);
      else if (key === "\u007f") {
        if (this.typed) this.written.fire("\b \b");
        this.typed = this.typed.slice(0, -1);
      } else if (key >= " ") {
        this.typed += key;
        this.written.fire(key);
      }
    }
  }

  private async start(): Promise<void> {
    try {
      const run = await this.runs.create(this.request);
      this.run = run;
      this.disposables.add(run.onOutput(({ pid, stream, data }) => this.output.write(pid, stream, data)));
      this.disposables.add(run.onState((state) => this.stateChanged(run, state)));
      await this.runs.start(run);
    } catch (error) {
      this.show(`${describeFailure(failureOf(error))}\n`);
    }
  }

  private stateChanged(run: Run, state: RunStateParams): void {
    if (state.state === "running") {
      const { commandLine, runtime } = run;
      this.note(startLine({ ...state, ...(commandLine ? { commandLine } : {}), ...(runtime ? { runtime } : {}) }));
      return;
    }
    if (state.state !== "exited" && state.state !== "failed") return;
    this.output.flush();
    if (state.state === "exited") this.note(exitLine(state));
    else if (state.error) this.show(`${describeFailure(state.error)}\n`);
  }

  private send(text: string, eof = false): void {
    this.typed = "";
    void this.run?.write(text, eof).catch((error: unknown) => this.show(`${describeFailure(failureOf(error))}\n`));
  }

  private note(text: string): void {
    this.show(`\u001b[2m${text}\u001b[0m\n`);
  }

  private show(text: string): void {
    this.written.fire(text.replace(/\r?\n/g, "\r\n"));
  }
}
