// `node tests/conformance/wasi.mjs FOLDER… [--wasmrun COMMAND] [--only TEXT] [--verbose]`: runs the programs of a
// wasi-testsuite checkout (or of any folder of .wasm files in its format) and compares what they do with what they say.
// The format: doc/specification.md of https://github.com/WebAssembly/wasi-testsuite, legacy form.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { wasmrun } from "../../tools/lib/paths.mjs";
import { Failure, runMain } from "../../tools/lib/process.mjs";
import { runProgram } from "./lib/run-program.mjs";

/**
 * @param {string} folder
 * @returns {string[]} Paths of the preview1 programs beneath it, in order.
 */
function findPrograms(folder) {
  return fs
    .readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".wasm") && !name.includes("wasip3"))
    .map((name) => path.join(folder, name))
    .sort();
}

runMain(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      wasmrun: { type: "string", default: wasmrun },
      only: { type: "string", default: "" },
      verbose: { type: "boolean", default: false },
    },
  });
  if (positionals.length === 0) throw new Failure("name a folder of programs: node tests/conformance/wasi.mjs FOLDER");
  const programs = positionals.flatMap(findPrograms).filter((program) => program.includes(values.only));
  if (programs.length === 0) throw new Failure(`no .wasm files in ${positionals.join(", ")}`);

  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "wasmrun-conformance-"));
  let failed = 0;
  try {
    for (const program of programs) {
      const complaints = await runProgram(values.wasmrun, program, scratch);
      failed += complaints.length > 0 ? 1 : 0;
      if (complaints.length > 0 || values.verbose) {
        console.log(`${complaints.length > 0 ? "FAIL" : "ok  "} ${path.basename(program, ".wasm")}`);
        for (const complaint of complaints) console.log(`     ${complaint.replaceAll("\n", "\n     ")}`);
      }
    }
  } finally {
    fs.rmSync(scratch, { recursive: true, force: true });
  }
  console.log(`${programs.length - failed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
});
