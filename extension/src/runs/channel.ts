import { stripVTControlCharacters } from "node:util";
import * as vscode from "vscode";
import { FrameMapper } from "../debug/frames.ts";
import { OutputAssembler } from "../debug/output.ts";
import { describeFailure, failureOf } from "../failure.ts";
import type { RunStateParams } from "../protocol/generated.ts";
import { DisposableStore } from "../util/disposables.ts";
import { exitLine, restartLine, startLine } from "./messages.ts";
import type { RunRegistry } from "./registry.ts";
import type { Run, RunRequest } from "./run.ts";

/**
 * Runs whose output is in an output channel. Used in a workspace that is not trusted, where VS Code starts neither
 * debug sessions nor terminals; the program is in the sandbox all the same. It gets no input.
 */
export class RunChannels implements vscode.Disposable {
  private readonly channels = new Map<string, vscode.OutputChannel>();

  constructor(private readonly runs: RunRegistry) {}

  /** Runs a program, after what ran in the same channel was stopped. */
  async run(request: RunRequest): Promise<void> {
    const channel = this.channel(request);
    channel.clear();
    channel.show(true);
    const before = this.runs.active.filter(
      ({ request: { folder, file } }) => folder === request.folder && file === request.file,
    );
    await Promise.all(before.map((run) => run.stop()));
    const run = await this.runs.create(request);
    follow(run, channel);
    await this.runs.start(run);
  }

  dispose(): void {
    for (const channel of this.channels.values()) channel.dispose();
  }

  private channel({ folder, file }: RunRequest): vscode.OutputChannel {
    const name = `wasmrun: ${file ?? folder.split(/[\\/]/).at(-1)}`;
    const key = `${folder}\n${file ?? ""}`;
    const channel = this.channels.get(key) ?? vscode.window.createOutputChannel(name);
    this.channels.set(key, channel);
    return channel;
  }
}

function follow(run: Run, channel: vscode.OutputChannel): void {
  const disposables = new DisposableStore();
  const output = disposables.add(
    new OutputAssembler(new FrameMapper(run.request.folder, undefined), ({ text }) =>
      channel.append(stripVTControlCharacters(text)),
    ),
  );
  disposables.add(run.onOutput(({ pid, stream, data }) => output.write(pid, stream, data)));
  disposables.add(
    run.onState((state) => {
      const line = lineOf(run, state);
      if (line === undefined) return;
      output.flush();
      channel.appendLine(line);
      if (!run.active) disposables.dispose();
    }),
  );
}

function lineOf(run: Run, state: RunStateParams): string | undefined {
  switch (state.state) {
    case "running":
      return startLine(run);
    case "restarting":
      return restartLine(state);
    case "exited":
      return exitLine(state);
    case "failed":
      return describeFailure(state.error ?? failureOf("The program failed"));
    default:
      return undefined;
  }
}
