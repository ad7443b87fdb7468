// `npm run bench [-- GROUP …] [--json FILE]`: figures against native programs, each a ratio in one run. The table goes to
// stdout, the figures to dist/bench.json or FILE.
import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { build } from "../../tools/build.mjs";
import { nativeNode } from "../../tools/fetch/node.mjs";
import { dist, wasmrun } from "../../tools/lib/paths.mjs";
import { Failure, runMain } from "../../tools/lib/process.mjs";
import { step } from "../../tools/lib/step.mjs";
import { groups, Skipped } from "./rows.mjs";

await runMain(async () => {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { json: { type: "string", default: path.join(dist, "bench.json") } },
  });
  const unknown = positionals.find((name) => !(name in groups));
  if (unknown) throw new Failure(`There is no group '${unknown}': choose from ${Object.keys(groups).join(", ")}.`);
  const mode = await build();
  const node = await nativeNode();
  const rows = [];
  let failed = 0;
  for (const name of positionals.length > 0 ? positionals : Object.keys(groups)) {
    try {
      rows.push(...(await step(`Measuring ${name}`, () => groups[name]({ wasmrun, node }))));
    } catch (error) {
      if (!(error instanceof Skipped)) failed += 1;
      console.error(`${name}: ${error instanceof Skipped ? "skipped, " : ""}${error.message}`);
    }
  }
  print(rows);
  fs.writeFileSync(
    values.json,
    `${JSON.stringify({ date: new Date().toISOString(), platform: `${process.platform}-${process.arch}`, build: mode, rows }, null, 2)}\n`,
  );
  return failed > 0 ? 1 : 0;
});

/** @param {import('./rows.mjs').Row[]} rows */
function print(rows) {
  const table = [["figure", "unit", "wasmrun", "peer", "", "ratio", "better"]];
  for (const row of rows)
    table.push([row.name, row.unit, number(row.ours), number(row.theirs), row.peer, ratio(row), row.better]);
  const widths = table[0].map((_, column) => Math.max(...table.map((line) => line[column].length)));
  for (const line of table)
    console.log(
      line
        .map((cell, column) => cell.padEnd(widths[column]))
        .join("  ")
        .trimEnd(),
    );
}

function ratio({ ours, theirs }) {
  return theirs === 0 ? (ours === 0 ? "=" : "∞") : `${number(ours / theirs)}×`;
}

function number(value) {
  return value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2);
}
