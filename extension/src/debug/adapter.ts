import type { DebugProtocol } from "@vscode/debugprotocol";
import { Emitter, type Event } from "vscode-jsonrpc/node";
import { describeFailure, failureOf } from "../failure.ts";
import type { RunStateParams } from "../protocol/generated.ts";
import { exitLine, restartLine, startLine } from "../runs/messages.ts";
import type { Run, RunRequest } from "../runs/run.ts";
import { type Disposable, DisposableStore } from "../util/disposables.ts";
import { FrameMapper } from "./frames.ts";
import { OutputAssembler, type OutputPiece } from "./output.ts";

/** Typed alone into the debug console, it ends the program's standard input. */
const END_OF_INPUT = "^D";

export interface AdapterHost {
  create(request: RunRequest): Promise<Run>;
  start(run: Run): Promise<void>;
  /** Tells the user outside the debug console too. */
  failed(error: unknown): void;
}

type Body = Record<string, unknown>;

/**
 * A debug session in which a program runs: its output, its end and its input are in the debug console. It does not
 * stop at breakpoints. Speaks the Debug Adapter Protocol inside the extension's own process.
 */
export class RunDebugAdapter implements Disposable {
  private readonly sent = new Emitter<DebugProtocol.ProtocolMessage>();
  private readonly disposables = new DisposableStore();
  private readonly output: OutputAssembler;
  private sequence = 1;
  private run: Run | undefined;
  private ended = false;

  readonly onDidSendMessage: Event<DebugProtocol.ProtocolMessage> = this.sent.event;

  /** @param openFolder workspace folder of the session, which VS Code finds relative paths in. */
  constructor(
    private readonly host: AdapterHost,
    private readonly request: RunRequest,
    openFolder: string | undefined,
  ) {
    this.output = this.disposables.add(
      new OutputAssembler(new FrameMapper(request.folder, openFolder), (piece) => this.showPiece(piece)),
    );
  }

  /** The id of the run of this session, once there is one. */
  get runId(): string | undefined {
    return this.run?.id;
  }

  handleMessage(message: DebugProtocol.ProtocolMessage): void {
    if (message.type === "request") void this.answer(message as DebugProtocol.Request);
  }

  dispose(): void {
    this.disposables.dispose();
    if (this.run?.active) void this.run.stop().catch(() => undefined);
    this.sent.dispose();
  }

  private async answer(request: DebugProtocol.Request): Promise<void> {
    try {
      const body = await this.handle(request);
      this.send({ type: "response", request_seq: request.seq, command: request.command, success: true, body });
      if (request.command === "initialize") this.event("initialized");
    } catch (error) {
      const message = describeFailure(failureOf(error));
      const body = { error: { id: 1, format: "{text}", variables: { text: message } } };
      this.send({
        type: "response",
        request_seq: request.seq,
        command: request.command,
        success: false,
        message,
        body,
      });
    }
  }

  private async handle(request: DebugProtocol.Request): Promise<Body | undefined> {
    switch (request.command) {
      case "initialize":
        return {
          supportsConfigurationDoneRequest: true,
          supportsRestartRequest: true,
          supportsTerminateRequest: true,
          supportsANSIStyling: true,
        };
      case "launch":
        // Not awaited: the session is there while a runtime is fetched, and a failure is shown in its console.
        void this.launch();
        return undefined;
      case "restart":
        await this.run?.restart();
        return undefined;
      case "terminate":
      case "disconnect":
        await this.stop();
        return undefined;
      case "evaluate":
        return this.input(
          (request.arguments as DebugProtocol.EvaluateArguments).expression,
          request.arguments?.context,
        );
      case "threads":
        return { threads: [] };
      case "setBreakpoints":
        return { breakpoints: (request.arguments?.breakpoints ?? []).map(() => unsupportedBreakpoint) };
      case "configurationDone":
      case "setExceptionBreakpoints":
      case "setFunctionBreakpoints":
        return undefined;
      default:
        throw new Error(`wasmrun does not support the request '${request.command}'`);
    }
  }

  private async launch(): Promise<void> {
    try {
      const run = await this.host.create(this.request);
      this.run = run;
      this.disposables.add(run.onOutput(({ pid, stream, data }) => this.output.write(pid, stream, data)));
      this.disposables.add(run.onState((state) => this.stateChanged(state)));
      await this.host.start(run);
      if (this.ended) await run.stop();
    } catch (error) {
      this.host.failed(error);
      this.complain(describeFailure(failureOf(error)));
      this.end();
    }
  }

  private stateChanged(state: RunStateParams): void {
    switch (state.state) {
      case "running":
        if (this.run) this.note(startLine(this.run));
        break;
      case "restarting":
        this.output.flush();
        this.note(restartLine(state));
        break;
      case "exited":
        this.output.flush();
        this.note(exitLine(state));
        if (!state.awaitsChange) this.end(state.exitStatus ?? 0);
        break;
      case "failed":
        this.output.flush();
        if (state.error) this.complain(describeFailure(state.error));
        this.end(1);
        break;
    }
  }

  private async input(text: string, context: unknown): Promise<Body> {
    if (context !== "repl") throw new Error("Only the debug console takes input");
    if (!this.run) throw new Error("The program has not started yet");
    await (text === END_OF_INPUT ? this.run.write("", true) : this.run.write(`${text}\n`));
    return { result: "", variablesReference: 0 };
  }

  private async stop(): Promise<void> {
    if (this.run?.active) await this.run.stop();
    this.end();
  }

  private end(exitCode?: number): void {
    if (this.ended) return;
    this.ended = true;
    this.output.flush();
    if (exitCode !== undefined) this.event("exited", { exitCode });
    this.event("terminated");
  }

  private showPiece(piece: OutputPiece): void {
    const { place } = piece;
    this.event("output", {
      category: piece.stream,
      output: piece.text,
      ...(place
        ? {
            source: { name: place.path.split(/[\\/]/).at(-1), path: place.path },
            line: place.line,
            ...(place.column === undefined ? {} : { column: place.column }),
          }
        : {}),
    });
  }

  /** A line of ours: grey, to stand apart from what the program writes. */
  private note(text: string): void {
    this.event("output", { category: "console", output: `\u001b[90m${text}\u001b[0m\n` });
  }

  private complain(text: string): void {
    this.event("output", { category: "stderr", output: `${text}\n` });
  }

  private event(event: string, body?: Body): void {
    this.send({ type: "event", event, body });
  }

  private send(message: Body): void {
    this.sent.fire({ seq: this.sequence++, ...message } as DebugProtocol.ProtocolMessage);
  }
}

const unsupportedBreakpoint = { verified: false, message: "wasmrun runs programs without stopping at breakpoints" };
