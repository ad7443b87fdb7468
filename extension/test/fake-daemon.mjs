#!/usr/bin/env node
// A daemon that speaks the contract and runs nothing, for tests. What it does is chosen by what is asked of it:
// a file named `crash` ends the daemon, `unknown` is no project, `fetch` downloads, `echo` writes its input back,
// `fails` throws, and every other one is a server that listens on port 3000 until it is stopped.
import { appendFileSync } from "node:fs";
import { createMessageConnection, ResponseError, StreamMessageReader, StreamMessageWriter } from "vscode-jsonrpc/node";

const connection = createMessageConnection(
  new StreamMessageReader(process.stdin),
  new StreamMessageWriter(process.stdout),
);
const runs = new Map();
const runtime = {
  name: "node",
  title: "Node.js",
  version: "22.12.0",
  reason: "Newest version that satisfies ^22",
  request: { range: "^22", source: "engines.node in package.json", file: "package.json" },
  installed: true,
};
let nextPid = 10;

const project = (folder, file) => ({
  folder,
  kind: "node",
  name: "example",
  entry: file ?? "server.js",
  commandLine: `node ${file ?? "server.js"}`,
  runtime,
  entries: [{ kind: "node", title: "npm start" }],
});

const handlers = {
  initialize({ protocolVersion }) {
    if (process.env.FAKE_DAEMON_REFUSES)
      throw new ResponseError(
        1002,
        `the client speaks protocol ${protocolVersion}, wasmrun 0.9 speaks 7: update the client.`,
      );
    console.error("fake daemon is ready");
    return {
      protocolVersion,
      productVersion: "0.0.0",
      pid: process.pid,
      platform: `${process.platform}-${process.arch}`,
    };
  },
  shutdown() {
    setImmediate(() => process.exit(0));
    return null;
  },
  "project/detect"({ folder, file }) {
    return detect(folder, file);
  },
  "run/start"({ runId, folder, file }) {
    const found = detect(folder, file);
    runs.set(runId, { runId, file: file ?? "server.js", pid: nextPid++ });
    setImmediate(() => begin(runs.get(runId)));
    return { runId, project: found };
  },
  "run/stop"({ runId }) {
    finish(known(runId), { exitStatus: 143, signal: "SIGTERM" });
    return null;
  },
  "run/restart"({ runId }) {
    const run = known(runId);
    notify("run/state", { runId, state: "restarting", reason: "asked by the user" });
    setImmediate(() => begin(run));
    return null;
  },
  "run/stdin"({ runId, data, eof }) {
    const run = known(runId);
    if (data) notify("run/output", { runId, pid: run.pid, stream: "stdout", data });
    if (eof) finish(run, { exitStatus: 0 });
    return null;
  },
  "run/list": () => ({ runs: [] }),
  "process/list": () => ({ processes: processes() }),
  "process/kill"({ pid, signal }) {
    const run = [...runs.values()].find((candidate) => candidate.pid === pid && candidate.running);
    if (!run) throw new ResponseError(1304, `No process has pid ${pid}.`);
    finish(run, { exitStatus: 137, signal });
    return null;
  },
  "port/list": () => ({ ports: [...runs.values()].filter((run) => run.running).map(port) }),
  "runtimes/list": () => ({
    runtimes: [
      {
        name: "node",
        title: "Node.js",
        request: runtime.request,
        versions: [
          { version: "24.3.0", installed: false, sizeBytes: 38_000_000, requestedByProject: false, current: false },
          {
            version: "22.12.0",
            ltsLine: "Jod",
            installed: true,
            sizeBytes: 90_000_000,
            requestedByProject: true,
            current: true,
          },
        ],
      },
    ],
  }),
  doctor: () => ({ rows: [] }),
};

for (const [method, handler] of Object.entries(handlers)) connection.onRequest(method, handler);
connection.onNotification("workspace/didChange", (params) => {
  if (process.env.FAKE_DAEMON_CHANGES) appendFileSync(process.env.FAKE_DAEMON_CHANGES, `${JSON.stringify(params)}\n`);
});
connection.onClose(() => process.exit(0));
connection.listen();

function detect(folder, file) {
  if (file === "unknown")
    throw new ResponseError(1102, `Nothing in ${folder} says how to run it.`, { hint: "Add a package.json." });
  return project(folder, file);
}

async function begin(run) {
  const { runId, file, pid } = run;
  if (file === "crash") process.exit(70);
  if (file === "fetch") await fetch(runId);
  notify("run/state", { runId, state: "starting", runtime });
  run.running = true;
  notify("run/state", { runId, state: "running", runtime, pid, commandLine: `node ${file}` });
  notify("process/changed", { processes: processes() });
  if (file === "fails") {
    write(run, "stderr", "Error: no\n    at fail (/workspace/fails:3:5)\n");
    finish(run, { exitStatus: 1 });
  } else if (file !== "echo") {
    write(run, "stdout", "Listening\n");
    notify("port/opened", { port: port(run) });
  }
}

async function fetch(runId) {
  notify("run/state", { runId, state: "fetching", runtime });
  for (let part = 0; part <= 2; part++) {
    notify("progress", {
      token: runId,
      title: "Downloading Node.js 22.12.0",
      doneBytes: part * 5_000_000,
      totalBytes: 10_000_000,
      done: part === 2,
    });
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function finish(run, how) {
  if (!run.running) return;
  run.running = false;
  notify("port/closed", { runId: run.runId, port: 3000, hostPort: port(run).hostPort });
  notify("process/changed", { processes: processes() });
  notify("run/state", { runId: run.runId, state: "exited", awaitsChange: false, ...how });
}

function processes() {
  return [...runs.values()]
    .filter((run) => run.running)
    .map(({ runId, pid, file }) => ({
      pid,
      ppid: 0,
      runId,
      command: `node ${file}`,
      state: "sleeping",
      cpuMs: 40,
      cpuShare: 0.03,
      memoryBytes: 45_000_000,
      startedAt: new Date().toISOString(),
      ports: [3000],
    }));
}

function port({ runId, pid }) {
  const hostPort = 2990 + pid;
  return { runId, pid, port: 3000, hostPort, protocol: "http", url: `http://127.0.0.1:${hostPort}/` };
}

function known(runId) {
  const run = runs.get(runId);
  if (!run) throw new ResponseError(1301, `No run has the id ${runId}.`);
  return run;
}

function write({ runId, pid }, stream, text) {
  notify("run/output", { runId, pid, stream, data: Buffer.from(text).toString("base64") });
}

function notify(method, params) {
  void connection.sendNotification(method, params);
}
