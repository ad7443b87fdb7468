import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { root } from "./paths.mjs";

const outputs = new Set(["bin", "obj", "node_modules", "TestResults", "dist", "out"]);

/**
 * A hash over the content of files and folders of the repository, less what builds write into them.
 * @param {string[]} names paths from the root; one that is not there counts as empty.
 * @param {string[]} facts whatever else decides what is built from them.
 */
export function inputsHash(names, facts) {
  const hash = createHash("sha256");
  for (const fact of facts) hash.update(`${fact}\0`);
  for (const name of names) addTo(hash, path.join(root, name));
  return hash.digest("hex");
}

function addTo(hash, file) {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  if (!stat) return;
  if (stat.isFile()) {
    hash.update(`${path.relative(root, file)}\0`).update(fs.readFileSync(file));
    return;
  }
  for (const name of fs.readdirSync(file).sort()) {
    if (!outputs.has(name)) addTo(hash, path.join(file, name));
  }
}
