import { type ChildProcess, spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { createInterface } from "node:readline";
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from "vscode-jsonrpc/node";
import { DaemonUnavailable, failureOf } from "../failure.ts";
import { type InitializeResult, PROTOCOL_VERSION, WasmRunClient } from "../protocol/generated.ts";
import { JsonRpcTransport } from "./transport.ts";

export interface LaunchOptions {
  command: string;
  args: string[];
  clientVersion: string;
  storageFolder: string | undefined;
  /** A line of the daemon's standard error. */
  onLogLine: (line: string) => void;
}

/** A daemon that has answered `initialize`. */
export interface RunningDaemon {
  readonly client: WasmRunClient;
  readonly info: InitializeResult;
  /** How it ended, as a phrase; never rejects. */
  readonly ended: Promise<string>;
  /** Asks it to end, and ends it when it does not. */
  stop(): Promise<void>;
}

/** How long a daemon may take to end after `shutdown`, milliseconds. */
const shutdownGraceMs = 3000;

/** Starts the daemon and greets it. Throws DaemonUnavailable, or the daemon's own refusal. */
export async function launchDaemon(options: LaunchOptions): Promise<RunningDaemon> {
  // Not in the project's folder: nothing of the host's daemon depends on it.
  const child = spawn(options.command, options.args, { cwd: tmpdir(), stdio: ["pipe", "pipe", "pipe"] });
  let lastLine = "";
  createInterface({ input: child.stderr }).on("line", (line) => {
    lastLine = line.trim() || lastLine;
    options.onLogLine(line);
  });
  const ended = endOf(child);
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  // A broken pipe is told by the end of the process; without a listener it would end the extension host's.
  child.stdin.on("error", () => {});
  connection.onError(([error]) => options.onLogLine(`connection: ${error.message}`));
  connection.listen();
  const client = new WasmRunClient(new JsonRpcTransport(connection));
  try {
    const greeting = client.initialize({
      protocolVersion: PROTOCOL_VERSION,
      clientName: "wasmrun for VS Code",
      clientVersion: options.clientVersion,
      ...(options.storageFolder === undefined ? {} : { storageFolder: options.storageFolder }),
    });
    const info = await Promise.race([greeting, ended.then((how) => Promise.reject(new Error(how)))]);
    void ended.then(() => connection.dispose());
    return { client, info, ended, stop: () => stop(client, child, ended) };
  } catch (error) {
    greetingFailed(child);
    connection.dispose();
    const { message, hint } = failureOf(error);
    const detail = lastLine && !message.includes(lastLine) ? ` Its last words: ${lastLine}` : "";
    throw new DaemonUnavailable(`The wasmrun daemon could not be started: ${message}.${detail}`, hint);
  }
}

function greetingFailed(child: ChildProcess): void {
  child.stdin?.end();
  child.kill();
}

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("close", (code, signal) =>
      resolve(signal ? `it was ended by ${signal}` : `it exited with status ${code}`),
    );
  });
}

async function stop(client: WasmRunClient, child: ChildProcess, ended: Promise<string>): Promise<void> {
  const timer = setTimeout(() => child.kill("SIGKILL"), shutdownGraceMs);
  try {
    // The daemon may end before its answer is read.
    await Promise.race([client.shutdown().catch(() => undefined), ended]);
    child.stdin?.end();
    await ended;
  } finally {
    clearTimeout(timer);
  }
}
