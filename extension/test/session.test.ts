import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Backoff } from "../src/daemon/backoff.ts";
import { launchDaemon } from "../src/daemon/launch.ts";
import { DaemonSupervisor } from "../src/daemon/supervisor.ts";
import { RunDebugAdapter } from "../src/debug/adapter.ts";
import { PortModel } from "../src/ports/model.ts";
import { RunRegistry } from "../src/runs/registry.ts";

const fake = fileURLToPath(new URL("fake-daemon.mjs", import.meta.url));
let supervisor: DaemonSupervisor;
let runs: RunRegistry;
let log: string[];

beforeEach(() => {
  log = [];
  supervisor = new DaemonSupervisor(
    launch,
    new Backoff({ firstMs: 10, longestMs: 10, attempts: 3, healthyMs: 60_000 }),
  );
  runs = new RunRegistry(supervisor);
});
afterEach(async () => {
  await supervisor.stop();
  runs.dispose();
  supervisor.dispose();
  delete process.env.FAKE_DAEMON_REFUSES;
  delete process.env.FAKE_DAEMON_CHANGES;
});

function launch() {
  return launchDaemon({
    command: process.execPath,
    args: [fake, "serve"],
    clientVersion: "0",
    storageFolder: undefined,
    onLogLine: (line) => log.push(line),
  });
}

/** A debug client that remembers what it was told. */
class Session {
  readonly messages: DebugProtocol.ProtocolMessage[] = [];
  readonly failures: unknown[] = [];
  readonly adapter: RunDebugAdapter;
  private seq = 1;
  private wake = (): void => {};

  constructor(file?: string) {
    const host = {
      create: runs.create.bind(runs),
      start: runs.start.bind(runs),
      failed: (error: unknown) => this.failures.push(error),
    };
    this.adapter = new RunDebugAdapter(host, { folder: "/p", ...(file === undefined ? {} : { file }) }, "/p");
    this.adapter.onDidSendMessage((message) => {
      this.messages.push(message);
      this.wake();
    });
  }

  async request<Body>(command: string, args: object = {}): Promise<Body> {
    const seq = this.seq++;
    this.adapter.handleMessage({ type: "request", seq, command, arguments: args } as DebugProtocol.Request);
    const answer = await this.until(() =>
      this.messages.find(
        (message) => message.type === "response" && (message as DebugProtocol.Response).request_seq === seq,
      ),
    );
    const { success, body, message } = answer as DebugProtocol.Response;
    if (!success) throw new Error(message);
    return body;
  }

  event(name: string, matches: (body: never) => boolean = () => true): Promise<DebugProtocol.ProtocolMessage> {
    return this.until(() =>
      this.messages.find((message) => {
        const { type, event, body } = message as DebugProtocol.Event;
        return type === "event" && event === name && matches(body as never);
      }),
    );
  }

  output(text: string): Promise<DebugProtocol.ProtocolMessage> {
    return this.event("output", ({ output }: DebugProtocol.OutputEvent["body"]) => output.includes(text));
  }

  /** What the debug console shows, with the category. */
  get console(): string[] {
    return this.messages
      .filter((message) => (message as DebugProtocol.Event).event === "output")
      .map((message) => (message as DebugProtocol.OutputEvent).body)
      .map(({ category, output }) => `${category}: ${stripVTControlCharacters(output).trimEnd()}`);
  }

  private async until<Found>(look: () => Found | undefined): Promise<Found> {
    for (const deadline = Date.now() + 8000; Date.now() < deadline; ) {
      const found = look();
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
        setTimeout(resolve, 50);
      });
    }
    throw new Error(`It did not come; seen: ${JSON.stringify(this.messages)}`);
  }
}

describe("a debug session", () => {
  test("shows the command, the output by stream, and how the program ended when it is stopped", async () => {
    const session = new Session();
    await session.request("initialize");
    await session.request("launch");
    await session.output("Listening");
    await session.request("disconnect");
    await session.event("terminated");
    expect(session.console).toEqual([
      "console: node server.js — Node.js 22.12.0 (engines.node in package.json: ^22)",
      "stdout: Listening",
      "console: Ended by SIGTERM (exit status 143)",
    ]);
    expect(await session.event("exited")).toMatchObject({ body: { exitCode: 143 } });
  });

  test("makes frames of errors clickable, and ends with the program", async () => {
    const session = new Session("fails");
    await session.request("launch");
    await session.event("terminated");
    expect(session.console.slice(1)).toEqual([
      "stderr: Error: no\n    at fail (./fails:3:5)",
      "console: Exited with status 1",
    ]);
  });

  test("gives what is typed to the program, and ends its input on ^D", async () => {
    const session = new Session("echo");
    await session.request("launch");
    await session.output("node echo");
    await session.request("evaluate", { expression: "Grüße", context: "repl" });
    await session.output("Grüße\n");
    await expect(session.request("evaluate", { expression: "x", context: "hover" })).rejects.toThrow(
      "Only the debug console",
    );
    await session.request("evaluate", { expression: "^D", context: "repl" });
    await session.event("terminated");
    expect(session.console.at(-1)).toBe("console: Exited with status 0");
  });

  test("restarts without ending", async () => {
    const session = new Session();
    await session.request("launch");
    await session.output("Listening");
    await session.request("restart");
    await session.output("Restarting: asked by the user");
    expect(session.messages.some((message) => (message as DebugProtocol.Event).event === "terminated")).toBe(false);
  });

  test("says why nothing can be run, in the console and outside it", async () => {
    const session = new Session("unknown");
    await session.request("launch");
    await session.event("terminated");
    expect(session.console).toEqual(["stderr: Nothing in /p says how to run it. Add a package.json."]);
    expect(session.failures).toHaveLength(1);
  });

  test("ends when the daemon crashes, says so, and the next run finds a new daemon", async () => {
    const session = new Session("crash");
    await session.request("launch");
    await session.event("terminated");
    expect(session.console.at(-1)).toContain(
      "The wasmrun daemon ended (it exited with status 70), and the program with it.",
    );
    const next = new Session();
    await next.request("launch");
    await next.output("Listening");
  });

  test("answers breakpoints with why they do nothing", async () => {
    const session = new Session();
    expect(await session.request("setBreakpoints", { breakpoints: [{ line: 1 }] })).toEqual({
      breakpoints: [{ verified: false, message: expect.stringContaining("without stopping") }],
    });
  });
});

describe("the daemon", () => {
  test("that speaks another protocol is refused with its own sentence", async () => {
    process.env.FAKE_DAEMON_REFUSES = "1";
    await expect(supervisor.client()).rejects.toThrow("wasmrun 0.9 speaks 7: update the client.");
  });

  test("that does not exist is reported by name", async () => {
    const absent = launchDaemon({
      command: "/nowhere/wasmrun",
      args: [],
      clientVersion: "0",
      storageFolder: undefined,
      onLogLine: () => {},
    });
    await expect(absent).rejects.toThrow(/could not be started: .*ENOENT/);
  });

  test("has its standard error in the log", async () => {
    await supervisor.client();
    await expect.poll(() => log).toContain("fake daemon is ready");
  });

  test("reports ports, and none are left when it is gone", async () => {
    const ports = new PortModel();
    supervisor.onDidConnect(({ client }) => ports.follow(client));
    supervisor.onDidDisconnect(() => ports.clear());
    const run = await runs.create({ folder: "/p" });
    await runs.start(run);
    await expect.poll(() => ports.all).toMatchObject([{ port: 3000, hostPort: 3000 }]);
    await supervisor.stop();
    expect(ports.all).toEqual([]);
    expect(run.active).toBe(false);
  });

  test("takes batches of changes as the contract says", async () => {
    const folder = await mkdtemp(join(tmpdir(), "wasmrun-extension-"));
    process.env.FAKE_DAEMON_CHANGES = join(folder, "changes");
    try {
      const client = await supervisor.client();
      await client.workspaceDidChange({ folder: "/p", changes: [{ path: "a.js", kind: "changed" }] });
      await client.portList();
      expect(JSON.parse(readFileSync(join(folder, "changes"), "utf8"))).toEqual({
        folder: "/p",
        changes: [{ path: "a.js", kind: "changed" }],
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
