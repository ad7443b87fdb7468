import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

/** No program of the suite takes longer than this, compiling included; in milliseconds. */
const timeout = 60_000;

/**
 * What a program expects, from the JSON file beside it; the defaults are the specification's.
 * @param {string} program
 * @returns {{args: string[], env: Record<string, string>, root: string | null, exit_code: number, stdout: string | null, stderr: string | null}}
 */
function readExpectation(program) {
  const file = program.replace(/\.wasm$/, ".json");
  const own = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")) : {};
  return { args: [], env: {}, root: null, exit_code: 0, stdout: null, stderr: null, ...own };
}

/**
 * Runs one program in a fresh copy of its root folder.
 * @param {string} wasmrun The command.
 * @param {string} program
 * @param {string} scratch An existing folder for the copy.
 * @returns {Promise<string[]>} What was not as expected.
 */
export async function runProgram(wasmrun, program, scratch) {
  const expected = readExpectation(program);
  const args = ["exec", program];
  if (expected.root !== null) {
    const copy = fs.mkdtempSync(path.join(scratch, "root-"));
    fs.cpSync(path.join(path.dirname(program), expected.root), copy, { recursive: true });
    args.push("--dir", `${copy}::/`);
  }
  for (const [name, value] of Object.entries(expected.env)) args.push("--env", `${name}=${value}`);
  if (expected.args.length > 0) args.push("--", ...expected.args);

  const result = await run(wasmrun, args);
  const complaints = [];
  if (result.code !== expected.exit_code) {
    complaints.push(`exit status ${result.code}, expected ${expected.exit_code}\n${result.stderr.trim()}`);
  }
  for (const stream of /** @type {const} */ (["stdout", "stderr"])) {
    if (expected[stream] !== null && result[stream] !== expected[stream]) {
      complaints.push(`${stream} is ${JSON.stringify(result[stream])}, expected ${JSON.stringify(expected[stream])}`);
    }
  }
  return complaints;
}

/**
 * @param {string} command
 * @param {string[]} args
 * @returns {Promise<{code: number | string, stdout: string, stderr: string}>}
 */
function run(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], timeout, killSignal: "SIGKILL" });
    const output = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text) => {
      output.stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text) => {
      output.stderr += text;
    });
    child.once("error", (error) => resolve({ code: "none", ...output, stderr: error.message }));
    child.once("close", (code, signal) => resolve({ code: code ?? String(signal), ...output }));
  });
}
