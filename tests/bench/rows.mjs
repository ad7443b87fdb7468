import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { requestsPerSecond } from "./lib/load.mjs";
import { interleaved, quantile, timeToEnd } from "./lib/measure.mjs";
import { saveToAnswer } from "./lib/reload.mjs";
import { timeToFirstAnswer } from "./lib/rpc.mjs";
import { Server } from "./lib/server.mjs";

const hello = fileURLToPath(new URL("guests/hello.cjs", import.meta.url));

/**
 * One figure against a named peer, both measured in the same run.
 * @typedef {{name: string, unit: string, peer: string, ours: number, theirs: number, better: 'lower' | 'higher'}} Row
 */

/**
 * Every group of rows: a function that measures it. A group that cannot be measured here throws {@link Skipped}.
 * @type {Record<string, (tools: {wasmrun: string, node: string}) => Promise<Row[]>>}
 */
export const groups = { start, python, daemon, throughput, memory, reload };

/** Why a group has no rows on this machine. */
export class Skipped extends Error {}

const spawns = { rounds: 15, warmUp: 3 };

async function start({ wasmrun, node }) {
  const times = await interleaved(
    () => timeToEnd([wasmrun, "node", "-e", "0"]),
    () => timeToEnd([node, "-e", "0"]),
    spawns,
  );
  return [{ name: "wasmrun node -e 0", unit: "ms", peer: "node -e 0", better: "lower", ...times }];
}

async function python({ wasmrun }) {
  // A version manager's stand-in takes longer than Python itself: measure the program it starts.
  const native = spawnSync("python3", ["-c", "import sys; print(sys.executable)"], { encoding: "utf8" }).stdout?.trim();
  if (!native) throw new Skipped("no native python3 here");
  const times = await interleaved(
    () => timeToEnd([wasmrun, "python", "-c", "0"]),
    () => timeToEnd([native, "-c", "0"]),
    spawns,
  );
  return [{ name: "wasmrun python -c 0", unit: "ms", peer: "python3 -c 0", better: "lower", ...times }];
}

async function daemon({ wasmrun, node }) {
  const times = await interleaved(
    () => timeToFirstAnswer(wasmrun),
    () => timeToEnd([node, "-e", "0"]),
    spawns,
  );
  return [{ name: "daemon spawn to first answer", unit: "ms", peer: "node -e 0", better: "lower", ...times }];
}

async function throughput({ wasmrun, node }) {
  return withServers(wasmrun, node, async (ours, theirs) => {
    const load = { connections: 16, seconds: 2 };
    const rates = await interleaved(
      () => requestsPerSecond(ours.port, load),
      () => requestsPerSecond(theirs.port, load),
      { rounds: 3, warmUp: 1 },
    );
    return [{ name: "http hello world", unit: "requests/s", peer: "node", better: "higher", ...rates }];
  });
}

async function memory({ wasmrun, node }) {
  return withServers(wasmrun, node, async (ours, theirs) => {
    const sizes = { ours: ours.residentMegabytes(), theirs: theirs.residentMegabytes() };
    if (sizes.ours === undefined || sizes.theirs === undefined) throw new Skipped("resident memory is read from /proc");
    return [
      {
        name: "memory of an idle server",
        unit: "MB",
        peer: "node",
        better: "lower",
        ours: sizes.ours,
        theirs: sizes.theirs,
      },
    ];
  });
}

async function reload({ wasmrun, node }) {
  const how = { saves: 10, requestsPerSecond: 50 };
  const ours = [];
  const theirs = [];
  for (let round = 0; round < 2; round++) {
    ours.push(await saveToAnswer((folder, port) => [wasmrun, "run", folder, "--env", `PORT=${port}`], how));
    theirs.push(await saveToAnswer(() => [node, "--watch", "server.js"], how));
  }
  const figure = (name, unit, pick) => ({
    name,
    unit,
    peer: "node --watch",
    better: /** @type {const} */ ("lower"),
    ours: pick(ours),
    theirs: pick(theirs),
  });
  const worst = (runs) => Math.max(...runs.map((run) => run.p95));
  const lost = (runs) => (100 * sum(runs, "lost")) / sum(runs, "requests");
  return [
    figure("save to new response, p50", "ms", (runs) =>
      quantile(
        runs.map((run) => run.p50),
        0.5,
      ),
    ),
    figure("save to new response, p95", "ms", worst),
    figure("requests lost on reload", "%", lost),
  ];
}

function sum(runs, field) {
  return runs.reduce((total, run) => total + run[field], 0);
}

/** Runs the same server under both, and ends both. */
async function withServers(wasmrun, node, measure) {
  const ours = await Server.start((port) => [wasmrun, "run", hello, "--", String(port)]);
  try {
    const theirs = await Server.start((port) => [node, hello, String(port)]);
    try {
      return await measure(ours, theirs);
    } finally {
      await theirs.stop();
    }
  } finally {
    await ours.stop();
  }
}
