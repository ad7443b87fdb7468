import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { required } from "./environment.ts";

export interface CommandOptions {
  cwd?: string;
  /** Beside this process's environment. */
  env?: Record<string, string>;
  stdin?: string;
  /** Starts the command in a process group of its own, as a shell does, so that {@link RunningCommand.interrupt} reaches what it starts. */
  group?: boolean;
  /** Milliseconds after which the command is killed and the test fails. */
  timeout?: number;
}

export interface CommandResult {
  /** The exit status, or 128 + number of the signal that ended it. */
  status: number;
  stdout: string;
  stderr: string;
}

/** Runs `dist/wasmrun` to its end. */
export function wasmrun(args: string[], options: CommandOptions = {}): Promise<CommandResult> {
  return runToEnd(required("WASMRUN_TEST_BIN"), args, options);
}

/** Runs the official Node.js release that the sandbox's one is compared with. */
export function nativeNode(args: string[], options: CommandOptions = {}): Promise<CommandResult> {
  return runToEnd(required("WASMRUN_TEST_NATIVE_NODE"), args, options);
}

async function runToEnd(command: string, args: string[], options: CommandOptions): Promise<CommandResult> {
  const running = new RunningCommand(command, args, options);
  running.child.stdin.end(options.stdin ?? "");
  return running.end(options.timeout ?? 50_000);
}

/** A command that runs while the test does something else. Dispose of it with `await using`. */
export class RunningCommand implements AsyncDisposable {
  readonly child: ChildProcessWithoutNullStreams;
  stdout = "";
  stderr = "";
  private readonly ended: Promise<number>;
  private readonly listeners = new Set<() => void>();

  constructor(
    command: string,
    args: string[],
    private readonly options: CommandOptions = {},
  ) {
    this.child = spawn(command, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: "pipe",
      detached: options.group ?? false,
    });
    this.child.stdin.on("error", () => {}); // a program may end without reading its input
    this.child.stdout.setEncoding("utf8").on("data", (text: string) => this.took(() => (this.stdout += text)));
    this.child.stderr.setEncoding("utf8").on("data", (text: string) => this.took(() => (this.stderr += text)));
    this.ended = new Promise((resolve, reject) => {
      this.child.once("error", reject);
      this.child.once("close", (code, signal) => resolve(code ?? 128 + (signalNumbers[signal ?? ""] ?? 0)));
    });
    this.ended.catch(() => {}).finally(() => this.took(() => {}));
  }

  /** Starts `dist/wasmrun` and leaves it running. */
  static wasmrun(args: string[], options: CommandOptions = {}): RunningCommand {
    return new RunningCommand(required("WASMRUN_TEST_BIN"), args, options);
  }

  get output(): string {
    return this.stdout + this.stderr;
  }

  get hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** Waits until the command's output matches, and returns the match. */
  async printed(pattern: RegExp, timeout = 50_000): Promise<RegExpExecArray> {
    const deadline = Date.now() + timeout;
    for (;;) {
      const match = pattern.exec(this.output);
      if (match) return match;
      if (this.hasEnded)
        throw new Error(
          `The command ended with status ${await this.ended} before it printed ${pattern}:\n${this.output}`,
        );
      if (Date.now() > deadline)
        throw new Error(`The command did not print ${pattern} within ${timeout} ms:\n${this.output}`);
      await this.nextOutput(deadline - Date.now());
    }
  }

  /** What Ctrl-C typed at a terminal does: everything in the foreground is interrupted. */
  interrupt(): void {
    if (this.options.group && this.child.pid) process.kill(-this.child.pid, "SIGINT");
    else this.child.kill("SIGINT");
  }

  /** Waits until the command ends. */
  async end(timeout = 50_000): Promise<CommandResult> {
    const timer = setTimeout(() => this.child.kill("SIGKILL"), timeout);
    const status = await this.ended;
    clearTimeout(timer);
    if (this.child.signalCode === "SIGKILL")
      throw new Error(`The command had to be killed after ${timeout} ms:\n${this.output}`);
    return { status, stdout: this.stdout, stderr: this.stderr };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.hasEnded) this.child.kill("SIGKILL");
    await this.ended.catch(() => {});
  }

  private took(note: () => void): void {
    note();
    for (const listener of this.listeners) listener();
  }

  private nextOutput(timeout: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.listeners.delete(done);
        resolve();
      };
      const timer = setTimeout(done, Math.max(1, timeout));
      this.listeners.add(done);
    });
  }
}

const signalNumbers: Record<string, number> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGABRT: 6,
  SIGKILL: 9,
  SIGSEGV: 11,
  SIGPIPE: 13,
  SIGTERM: 15,
};
