import { Emitter, type Event } from "vscode-jsonrpc/node";
import type {
  Failure,
  ProjectInfo,
  RunOutputParams,
  RunStartParams,
  RunState,
  RunStateParams,
  RuntimeResolution,
  WasmRunClient,
} from "../protocol/generated.ts";

/** What is to be run. */
export type RunRequest = Omit<RunStartParams, "runId">;

/** One run, from the wish to the end. */
export class Run {
  private readonly output = new Emitter<RunOutputParams>();
  private readonly changed = new Emitter<RunStateParams>();
  readonly onOutput: Event<RunOutputParams> = this.output.event;
  readonly onState: Event<RunStateParams> = this.changed.event;

  private current: RunStateParams;
  private commandLineSeen: string | undefined;
  private runtimeSeen: RuntimeResolution | undefined;
  project: ProjectInfo | undefined;

  constructor(
    readonly id: string,
    readonly request: RunRequest,
    private readonly client: WasmRunClient,
  ) {
    this.current = { runId: id, state: "resolving" };
  }

  get state(): RunState {
    return this.current.state;
  }

  get last(): RunStateParams {
    return this.current;
  }

  get runtime(): RuntimeResolution | undefined {
    return this.runtimeSeen ?? this.project?.runtime;
  }

  get commandLine(): string | undefined {
    return this.commandLineSeen ?? this.project?.commandLine;
  }

  /** Whether it runs, is about to, or starts again when a file changes. */
  get active(): boolean {
    return this.state !== "failed" && (this.state !== "exited" || this.current.awaitsChange === true);
  }

  async start(): Promise<void> {
    try {
      const { project } = await this.client.runStart({ ...this.request, runId: this.id });
      this.project = project;
    } catch (error) {
      this.end();
      throw error;
    }
  }

  async stop(): Promise<void> {
    await this.client.runStop({ runId: this.id });
  }

  async restart(runtime?: string): Promise<void> {
    await this.client.runRestart({ runId: this.id, ...(runtime === undefined ? {} : { runtime }) });
  }

  async write(text: string, eof = false): Promise<void> {
    await this.client.runStdin({ runId: this.id, data: Buffer.from(text).toString("base64"), eof });
  }

  /** From the daemon. */
  receiveOutput(params: RunOutputParams): void {
    this.output.fire(params);
  }

  /** From the daemon, or made up when it is gone. */
  receiveState(params: RunStateParams): void {
    this.current = params;
    this.commandLineSeen = params.commandLine ?? this.commandLineSeen;
    this.runtimeSeen = params.runtime ?? this.runtimeSeen;
    this.changed.fire(params);
  }

  fail(error: Failure): void {
    this.receiveState({ runId: this.id, state: "failed", error });
  }

  /** It never started; whoever started it says why. */
  private end(): void {
    this.current = { runId: this.id, state: "failed" };
  }
}
