import fs from "node:fs";
import path from "node:path";
import { root } from "../lib/paths.mjs";
import { outcome } from "../lib/process.mjs";
import { add, checkedRunner, emptyReport } from "./report.mjs";

/**
 * Runs the xunit projects of the solution.
 * @param {string} results a folder for the runner's own result files.
 * @param {NodeJS.ProcessEnv} env
 */
export async function dotnetTest(results, env) {
  const report = emptyReport();
  const build = await outcome("dotnet", ["build", "WasmRun.sln", "-v", "q", "-nologo", "-clp:NoSummary"], {
    cwd: root,
    env,
  });
  if (build.code !== 0) return checkedRunner("dotnet build", report, build);
  // One project after the other: some check how soon a process ends, and two cores that are both busy would decide that.
  const run = await outcome(
    "dotnet",
    ["test", "WasmRun.sln", "--no-build", "-m:1", "-v", "q", "--logger", "trx", "--results-directory", results],
    { cwd: root, env },
  );
  for (const file of fs.readdirSync(results).filter((name) => name.endsWith(".trx")))
    add(report, readTrx(fs.readFileSync(path.join(results, file), "utf8")));
  return checkedRunner("dotnet test", report, run);
}

/**
 * Reads the Visual Studio test result format.
 * @param {string} xml
 * @returns {import('./report.mjs').Report}
 */
export function readTrx(xml) {
  const report = emptyReport();
  const counters = attributes(/<Counters ([^>]*)>/.exec(xml)?.[1] ?? "");
  report.passed = Number(counters.passed ?? 0);
  report.failed =
    Number(counters.failed ?? 0) +
    Number(counters.error ?? 0) +
    Number(counters.timeout ?? 0) +
    Number(counters.aborted ?? 0);
  report.skipped = Number(counters.total ?? 0) - Number(counters.executed ?? 0);
  for (const [, head, body] of xml.matchAll(/<UnitTestResult ([^>]*[^/])>([\s\S]*?)<\/UnitTestResult>/g)) {
    const { testName, outcome: result } = attributes(head);
    if (result !== "Failed") continue;
    const message = /<Message>([\s\S]*?)<\/Message>/.exec(body)?.[1] ?? "";
    const stack = /<StackTrace>([\s\S]*?)<\/StackTrace>/.exec(body)?.[1] ?? "";
    report.failures.push({ name: testName, message: decode(`${message}\n${stack}`.trim()) });
  }
  return report;
}

function attributes(text) {
  return Object.fromEntries([...text.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, decode(value)]));
}

function decode(text) {
  return text.replace(/&(lt|gt|quot|apos|amp|#x[0-9A-Fa-f]+);/g, (_, name) => {
    if (name.startsWith("#x")) return String.fromCodePoint(Number.parseInt(name.slice(2), 16));
    return { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" }[name];
  });
}
