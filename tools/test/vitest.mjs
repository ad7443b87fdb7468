import fs from "node:fs";
import path from "node:path";
import { root } from "../lib/paths.mjs";
import { outcome } from "../lib/process.mjs";
import { checkedRunner, emptyReport } from "./report.mjs";

/**
 * Runs one vitest project.
 * @param {string} name names the suite and its result file.
 * @param {string} folder the folder from the root that holds its configuration.
 * @param {string[]} filters which test files; none means all.
 * @param {string} results a folder for the runner's own result files.
 * @param {NodeJS.ProcessEnv} env
 */
export async function vitest(name, folder, filters, results, env) {
  const file = path.join(results, `${name}.json`);
  const runner = path.join(root, "node_modules", "vitest", "vitest.mjs");
  const run = await outcome(
    process.execPath,
    [runner, "run", ...filters, "--reporter=json", "--reporter=default", `--outputFile.json=${file}`],
    {
      cwd: path.join(root, folder),
      env: { ...env, NO_COLOR: "1" },
    },
  );
  return checkedRunner(
    `vitest ${name}`,
    fs.existsSync(file) ? readVitest(fs.readFileSync(file, "utf8")) : emptyReport(),
    run,
  );
}

/**
 * Reads vitest's JSON report.
 * @param {string} json
 * @returns {import('./report.mjs').Report}
 */
export function readVitest(json) {
  const result = JSON.parse(json);
  const report = {
    ...emptyReport(),
    passed: result.numPassedTests,
    failed: result.numFailedTests,
    skipped: result.numPendingTests + result.numTodoTests,
  };
  for (const suite of result.testResults) {
    const failed = suite.assertionResults.filter((test) => test.status === "failed");
    for (const test of failed) report.failures.push({ name: test.fullName, message: test.failureMessages.join("\n") });
    if (suite.status === "failed" && failed.length === 0) {
      report.failed += 1;
      report.failures.push({ name: path.relative(root, suite.name), message: suite.message });
    }
  }
  return report;
}
