import { randomUUID } from "node:crypto";
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-jsonrpc/node";
import { RunningCommand } from "./command.ts";

// The parts of protocol/wasmrun.openrpc.json that tests look at.
interface RunState {
  runId: string;
  state: string;
  pid?: number;
  exitStatus?: number;
  signal?: string;
  error?: { code: number; message: string };
}
export interface ProcessInfo {
  pid: number;
  runId: string;
  command: string;
}
interface PortOpened {
  port: { runId: string; port: number; hostPort: number; url: string };
}

/** `wasmrun serve` on its standard streams, as the extension drives it. */
export class Daemon implements AsyncDisposable {
  private readonly command = RunningCommand.wasmrun(["serve"]);
  private readonly connection: MessageConnection;
  private readonly output = new Map<string, string>();
  private readonly states: RunState[] = [];
  private readonly ports: PortOpened["port"][] = [];
  private wake = () => {};

  private constructor() {
    const { stdin, stdout } = this.command.child;
    this.connection = createMessageConnection(new StreamMessageReader(stdout), new StreamMessageWriter(stdin));
    this.connection.onNotification("run/output", ({ runId, data }: { runId: string; data: string }) => {
      this.output.set(runId, (this.output.get(runId) ?? "") + Buffer.from(data, "base64").toString());
      this.wake();
    });
    this.connection.onNotification("run/state", (state: RunState) => {
      this.states.push(state);
      this.wake();
    });
    this.connection.onNotification("port/opened", ({ port }: PortOpened) => {
      this.ports.push(port);
      this.wake();
    });
    this.connection.listen();
  }

  /** Starts a daemon and greets it. */
  static async start(): Promise<Daemon> {
    const daemon = new Daemon();
    await daemon.request("initialize", { protocolVersion: 1, clientName: "tests", clientVersion: "0" });
    return daemon;
  }

  request<Result>(method: string, params: object = {}): Promise<Result> {
    return this.connection.sendRequest(method, params);
  }

  notify(method: string, params: object): Promise<void> {
    return this.connection.sendNotification(method, params);
  }

  /** Starts a run and returns its id. */
  async run(folder: string, more: { file?: string; env?: Record<string, string> } = {}): Promise<string> {
    const runId = randomUUID();
    await this.request("run/start", { runId, folder, ...more });
    return runId;
  }

  /** Waits until what a run wrote contains a text. */
  printed(runId: string, text: string): Promise<true> {
    return this.until(`the output '${text}'`, () => (this.output.get(runId)?.includes(text) ? true : undefined));
  }

  /** Waits until a run is in a state. */
  state(runId: string, state: string): Promise<RunState> {
    return this.until(`the state ${state}`, () =>
      this.states.find((candidate) => candidate.runId === runId && candidate.state === state),
    );
  }

  /** Waits until a program of a run listens, and returns where it is reached. */
  async url(runId: string): Promise<string> {
    return (await this.until("a port", () => this.ports.find((port) => port.runId === runId))).url;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.connection.dispose();
    await this.command[Symbol.asyncDispose]();
  }

  private async until<Found>(what: string, look: () => Found | undefined, timeout = 30_000): Promise<Found> {
    for (const deadline = Date.now() + timeout; Date.now() < deadline; ) {
      const found = look();
      if (found !== undefined) return found;
      const failed = this.states.find((state) => state.state === "failed");
      if (failed) throw new Error(`${what} did not come, a run failed: ${failed.error?.message}`);
      await new Promise<void>((resolve) => {
        this.wake = resolve;
        setTimeout(resolve, 100);
      });
    }
    throw new Error(
      `${what} did not come within ${timeout} ms; states: ${JSON.stringify(this.states)}; output: ${JSON.stringify([...this.output.values()])}; log: ${this.command.stderr.slice(-2000)}`,
    );
  }
}
