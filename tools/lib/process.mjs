import { spawn } from "node:child_process";
import fs from "node:fs";
import { pathToFileURL } from "node:url";

/** A failure whose message is the whole story: it is printed without a stack. */
export class Failure extends Error {}

/**
 * Runs a command to its end and returns what it wrote to stdout. Its output is kept back and shown only when it fails.
 * @param {string} command
 * @param {string[]} args
 * @param {{cwd?: string, env?: NodeJS.ProcessEnv, what?: string}} [options] `what` names the step in the error.
 * @returns {Promise<string>}
 */
export async function capture(command, args, options = {}) {
  const { code, stdout, output } = await outcome(command, args, options);
  if (code === 0) return stdout;
  const tail = output.trimEnd().split("\n").slice(-60).join("\n");
  throw new Failure(`${options.what ?? [command, ...args].join(" ")} failed (exit status ${code}):\n${tail}`);
}

/**
 * Runs a command to its end, whatever its exit status; a command that cannot be started has status 127.
 * @param {string} command
 * @param {string[]} args
 * @param {{cwd?: string, env?: NodeJS.ProcessEnv}} [options]
 * @returns {Promise<{code: number, stdout: string, output: string}>} `output` is stdout and stderr as they came.
 */
export function outcome(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env,
      stdio: ["ignore", "pipe", "pipe"],
      shell: needsShell(command),
    });
    let stdout = "";
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text) => {
      stdout += text;
      output += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
    child.once("error", (error) => resolve({ code: 127, stdout, output: output + error.message }));
    child.once("close", (code, signal) =>
      resolve({ code: code ?? 128, stdout, output: signal ? `${output}\nended by ${signal}` : output }),
    );
  });
}

/**
 * Runs a command in the foreground, on this process's own terminal, and returns its exit status.
 * An interrupt typed at the terminal reaches the command itself; this process waits for it to end.
 * @param {string} command
 * @param {string[]} args
 * @param {{cwd?: string, env?: NodeJS.ProcessEnv}} [options]
 * @returns {Promise<number>}
 */
export function foreground(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: "inherit", shell: needsShell(command) });
    const ignore = () => {};
    const forward = () => child.kill("SIGTERM");
    process.on("SIGINT", ignore);
    process.on("SIGTERM", forward);
    child.once("error", reject);
    child.once("close", (code, signal) => {
      process.off("SIGINT", ignore);
      process.off("SIGTERM", forward);
      resolve(code ?? (signal === "SIGINT" ? 130 : 143));
    });
  });
}

/** Windows starts npm through a batch file, which only a shell can run. */
function needsShell(command) {
  return process.platform === "win32" && command === "npm";
}

/**
 * Whether a module is the script that was started, rather than imported by it.
 * @param {string} url its import.meta.url.
 */
export function isMain(url) {
  const script = process.argv[1];
  return script !== undefined && url === pathToFileURL(fs.realpathSync(script)).href;
}

/**
 * Runs a script's main function; a {@link Failure} is printed as one message.
 * @param {() => Promise<number | void>} main returns the exit status; nothing is 0.
 */
export async function runMain(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    console.error(error instanceof Failure ? error.message : error);
    process.exitCode = 1;
  }
}
