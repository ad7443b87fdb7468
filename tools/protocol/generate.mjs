#!/usr/bin/env node
// Writes both sides of the wire contract, and its documentation. With --check nothing is written, and files that are not current fail.
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { csharpFiles } from "./src/csharp.mjs";
import { markdownFiles } from "./src/markdown.mjs";
import { loadModel } from "./src/model.mjs";
import { typescriptFiles } from "./src/typescript.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const check = process.argv.includes("--check");
const model = await loadModel(join(root, "protocol/wasmrun.openrpc.json"));
const stale = [
  ...(await bring(join(root, "daemon/WasmRun.Daemon/Rpc/Generated"), csharpFiles(model), ".cs")),
  ...(await bring(join(root, "extension/src/protocol"), typescriptFiles(model), "generated.ts")),
  ...(await bring(join(root, "docs"), markdownFiles(model), "protocol.md")),
];
if (check && stale.length > 0) {
  console.error(`Not what protocol/wasmrun.openrpc.json says; run \`npm run generate\`:\n  ${stale.join("\n  ")}`);
  process.exitCode = 1;
} else {
  console.log(stale.length === 0 ? "The protocol code is current." : `Wrote ${stale.join(", ")}`);
}

/** Makes a folder hold exactly these files of its kind; returns those that did not. */
async function bring(folder, files, ownedSuffix) {
  const present = await readdir(folder).catch(() => []);
  const differing = [];
  for (const name of present.filter((name) => name.endsWith(ownedSuffix) && !files.has(name))) {
    differing.push(relative(root, join(folder, name)));
    if (!check) await rm(join(folder, name));
  }
  for (const [name, text] of files) {
    const path = join(folder, name);
    if ((await readFile(path, "utf8").catch(() => undefined)) === text) continue;
    differing.push(relative(root, path));
    if (check) continue;
    await mkdir(folder, { recursive: true });
    await writeFile(path, text);
  }
  return differing;
}
