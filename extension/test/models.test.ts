import { describe, expect, test } from "vitest";
import { portDescription, portLabel } from "../src/ports/model.ts";
import { processAccessibleName, processDescription, processTree } from "../src/processes/model.ts";
import { ProgressSteps } from "../src/progress/model.ts";
import type { PortInfo, ProcessInfo, RuntimeResolution } from "../src/protocol/generated.ts";
import { runtimeItems } from "../src/runtimes/items.ts";
import { statusModel } from "../src/status/model.ts";
import { formatBytes, formatDuration } from "../src/util/format.ts";

const process = (pid: number, ppid: number): ProcessInfo => ({
  pid,
  ppid,
  runId: "r",
  command: `node ${pid}.js`,
  state: "sleeping",
  cpuMs: 1500,
  cpuShare: 0.034,
  memoryBytes: 45_000_000,
  startedAt: "2030-01-01T00:00:00Z",
  ports: [],
});
const port: PortInfo = {
  runId: "r",
  pid: 7,
  port: 3000,
  hostPort: 3000,
  protocol: "http",
  url: "http://127.0.0.1:3000/",
};
const runtime: RuntimeResolution = {
  name: "node",
  title: "Node.js",
  version: "22.12.0",
  reason: "newest",
  installed: true,
};

describe("processes", () => {
  test("are below their parents; one whose parent has ended is at the top", () => {
    const tree = processTree([process(9, 7), process(7, 0), process(12, 11), process(8, 7)]);
    expect(tree.map(({ process: { pid }, children }) => [pid, children.map((child) => child.process.pid)])).toEqual([
      [7, [8, 9]],
      [12, []],
    ]);
  });

  test("are described by pid, state, CPU and memory", () => {
    expect(processDescription(process(7, 0))).toBe("7 · 3 % · 45 MB · sleeping");
    expect(processAccessibleName(process(7, 0))).toBe("node 7.js, process 7, sleeping, CPU 3 %, memory 45 MB");
  });
});

describe("ports", () => {
  test("show both numbers when they differ", () => {
    expect(portLabel(port)).toBe("3000");
    expect(portLabel({ ...port, hostPort: 3001 })).toBe("3000 → 3001");
  });

  test("name their process, known or not", () => {
    expect(portDescription(port, [process(7, 0)])).toBe("node 7.js · http://127.0.0.1:3000/");
    expect(portDescription(port, [])).toBe("process 7 · http://127.0.0.1:3000/");
  });
});

describe("status", () => {
  test("before the first run says so", () => {
    expect(statusModel(undefined)).toMatchObject({ text: "$(package) wasmrun", problem: false });
  });

  test.each([
    [{ state: "running" as const }, "$(play-circle) Node.js 22.12.0", "wasmrun, Node.js 22.12.0, running", false],
    [
      { state: "exited" as const, exitStatus: 0 },
      "$(circle-large-outline) Node.js 22.12.0",
      "wasmrun, Node.js 22.12.0, exited with status 0",
      false,
    ],
    [
      { state: "exited" as const, exitStatus: 1 },
      "$(error) Node.js 22.12.0",
      "wasmrun, Node.js 22.12.0, exited with status 1",
      false,
    ],
    [
      { state: "exited" as const, exitStatus: 137, signal: "SIGKILL" as const },
      "$(circle-large-outline) Node.js 22.12.0",
      "wasmrun, Node.js 22.12.0, ended by SIGKILL",
      false,
    ],
    [{ state: "failed" as const }, "$(error) Node.js 22.12.0", "wasmrun, Node.js 22.12.0, failed", true],
  ])("of %j", (state, text, accessibleName, problem) => {
    const last = { runId: "r", ...state };
    expect(statusModel({ state: last.state, last, runtime, commandLine: "node a.js" })).toMatchObject({
      text,
      accessibleName,
      problem,
    });
  });
});

describe("the runtime picker", () => {
  const request = { range: "^22", source: "engines.node in package.json" };
  const version = (number: string, more: object) => ({
    version: number,
    installed: false,
    sizeBytes: 38_000_000,
    requestedByProject: false,
    current: false,
    ...more,
  });
  const runtimes = [
    { name: "python", title: "Python", versions: [version("3.12.4", { installed: true })] },
    {
      name: "node",
      title: "Node.js",
      request,
      versions: [
        version("24.3.0", {}),
        version("22.12.0", { ltsLine: "Jod", installed: true, requestedByProject: true, current: true }),
      ],
    },
  ];

  test("lists the project's own runtime first, and says which file asks for what", () => {
    const items = runtimeItems(runtimes, undefined, "node");
    expect(items.map((item) => item.label)).toEqual([
      "What the project asks for",
      "Node.js",
      "Node.js 24.3.0",
      "Node.js 22.12.0",
      "Python",
      "Python 3.12.4",
    ]);
    expect(items[0]).toMatchObject({
      description: "Node.js 22.12.0",
      detail: "engines.node in package.json: ^22",
      picked: true,
    });
    expect(items[2]).toMatchObject({ description: "38 MB to fetch", detail: "Does not satisfy ^22" });
    expect(items[3]).toMatchObject({ description: "LTS Jod · cached", runtime: "node@22.12.0", picked: false });
  });

  test("marks the user's choice", () => {
    const picked = runtimeItems(runtimes, "node@24.3.0", "node").filter((item) => "picked" in item && item.picked);
    expect(picked.map((item) => item.label)).toEqual(["Node.js 24.3.0"]);
  });
});

test("progress adds up to the whole, and never goes back", () => {
  const steps = new ProgressSteps();
  const step = (doneBytes: number) =>
    steps.step({ token: "t", title: "x", message: "node.wasm", doneBytes, totalBytes: 10_000_000 });
  expect(step(2_500_000)).toEqual({ message: "node.wasm · 2.5 MB of 10 MB", increment: 25 });
  expect(step(1_000_000).increment).toBe(0);
  expect(step(10_000_000).increment).toBe(75);
  expect(steps.step({ token: "t", title: "x", doneBytes: 5 })).toEqual({ message: "5 B" });
});

test("sizes and times read well", () => {
  expect([0, 999, 1500, 38_400_000, 2_000_000_000].map(formatBytes)).toEqual([
    "0 B",
    "999 B",
    "1.5 kB",
    "38 MB",
    "2.0 GB",
  ]);
  expect([40, 1500, 125_000].map(formatDuration)).toEqual(["40 ms", "1.5 s", "2 min 5 s"]);
});
