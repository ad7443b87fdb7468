import { spawn } from "node:child_process";

/**
 * Milliseconds from starting a command to its end; fails when its status is not 0.
 * @param {string[]} command the program and its arguments.
 * @returns {Promise<number>}
 */
export function timeToEnd([program, ...args]) {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(program, args, { stdio: ["ignore", "ignore", "pipe"] });
    let errors = "";
    child.stderr.on("data", (data) => {
      errors += data;
    });
    child.once("error", reject);
    child.once("exit", (code) => {
      const end = performance.now();
      if (code === 0) resolve(end - start);
      else reject(new Error(`${[program, ...args].join(" ")} ended with status ${code}: ${errors.slice(0, 500)}`));
    });
  });
}

/**
 * Medians of two measurements taken in turns, so that what else the machine does weighs on both alike.
 * @param {() => Promise<number>} ours
 * @param {() => Promise<number>} theirs
 * @param {{rounds: number, warmUp: number}} how
 */
export async function interleaved(ours, theirs, { rounds, warmUp }) {
  const samples = { ours: [], theirs: [] };
  for (let round = -warmUp; round < rounds; round++) {
    const pair = { ours: await ours(), theirs: await theirs() };
    if (round < 0) continue;
    samples.ours.push(pair.ours);
    samples.theirs.push(pair.theirs);
  }
  return { ours: quantile(samples.ours, 0.5), theirs: quantile(samples.theirs, 0.5) };
}

/**
 * The value below which a share of the samples lies (nearest rank).
 * @param {number[]} samples
 * @param {number} share 0 to 1.
 */
export function quantile(samples, share) {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

/** @param {number} milliseconds */
export function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
