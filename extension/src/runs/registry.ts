import { randomUUID } from "node:crypto";
import { Emitter, type Event } from "vscode-jsonrpc/node";
import type { DaemonSupervisor } from "../daemon/supervisor.ts";
import { ErrorCode, type WasmRunClient } from "../protocol/generated.ts";
import { type Disposable, DisposableStore } from "../util/disposables.ts";
import { Run, type RunRequest } from "./run.ts";

/** The runs of this window. Survives the daemon: when it is gone its runs are reported as failed. */
export class RunRegistry implements Disposable {
  private readonly runs = new Map<string, Run>();
  private readonly changed = new Emitter<Run>();
  private readonly disposables = new DisposableStore();
  /** A run was added or changed its state. */
  readonly onDidChange: Event<Run> = this.changed.event;

  constructor(private readonly supervisor: DaemonSupervisor) {
    this.disposables.add(supervisor.onDidConnect(({ client }) => this.listen(client)));
    this.disposables.add(supervisor.onDidDisconnect(({ reason }) => this.daemonEnded(reason)));
    this.disposables.add(this.changed);
  }

  get active(): Run[] {
    return [...this.runs.values()].filter((run) => run.active);
  }

  /** The run that started last in a folder, or anywhere. */
  latest(folder?: string): Run | undefined {
    return [...this.runs.values()].reverse().find((run) => folder === undefined || run.request.folder === folder);
  }

  get(id: string): Run | undefined {
    return this.runs.get(id);
  }

  /** A run that is known here, so that nothing about it is lost; it is started with `start`. */
  async create(request: RunRequest): Promise<Run> {
    const run = new Run(randomUUID(), request, await this.supervisor.client());
    this.runs.set(run.id, run);
    this.forgetOldest();
    this.changed.fire(run);
    return run;
  }

  async start(run: Run): Promise<void> {
    try {
      await run.start();
    } finally {
      this.changed.fire(run);
    }
  }

  dispose(): void {
    this.disposables.dispose();
  }

  private listen(client: WasmRunClient): void {
    client.onRunOutput((params) => this.runs.get(params.runId)?.receiveOutput(params));
    client.onRunState((params) => {
      const run = this.runs.get(params.runId);
      if (!run) return;
      run.receiveState(params);
      this.changed.fire(run);
    });
  }

  private daemonEnded(reason: string): void {
    for (const run of this.active) {
      run.fail({
        code: ErrorCode.Internal,
        message: `The wasmrun daemon ended (${reason}), and the program with it.`,
        hint: "Run it again; the log says more (wasmrun: Show Log).",
      });
      this.changed.fire(run);
    }
  }

  private forgetOldest(): void {
    const ended = [...this.runs.values()].filter((run) => !run.active);
    for (const run of ended.slice(0, Math.max(0, ended.length - 20))) this.runs.delete(run.id);
  }
}
