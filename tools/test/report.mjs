import { stripVTControlCharacters } from "node:util";

/**
 * What one suite reports.
 * @typedef {{name: string, message: string}} TestFailure
 * @typedef {{passed: number, failed: number, skipped: number, failures: TestFailure[]}} Report
 */

/** @returns {Report} */
export function emptyReport() {
  return { passed: 0, failed: 0, skipped: 0, failures: [] };
}

/**
 * @param {Report} into
 * @param {Report} from
 */
export function add(into, from) {
  into.passed += from.passed;
  into.failed += from.failed;
  into.skipped += from.skipped;
  into.failures.push(...from.failures);
}

/**
 * A report for a check that has no test runner: one test, which passes when the command ends with 0.
 * @param {string} name
 * @param {{code: number, output: string}} outcome
 * @returns {Report}
 */
export function singleCheck(name, { code, output }) {
  if (code === 0) return { ...emptyReport(), passed: 1 };
  return { ...emptyReport(), failed: 1, failures: [{ name, message: lastLines(output, 40) }] };
}

/**
 * Adds a failure when a runner ended badly without naming one, or ran nothing: a suite that did not start has not passed.
 * @param {string} name
 * @param {Report} report
 * @param {{code: number, output: string}} outcome
 * @returns {Report}
 */
export function checkedRunner(name, report, { code, output }) {
  const ran = report.passed + report.failed > 0;
  if (ran && (code === 0) === (report.failed === 0)) return report;
  const reason = ran ? `the runner ended with exit status ${code}` : "no test ran";
  report.failed += 1;
  report.failures.push({ name, message: `${reason}:\n${lastLines(output, 60)}` });
  return report;
}

function lastLines(text, count) {
  return stripVTControlCharacters(text).trimEnd().split("\n").slice(-count).join("\n");
}
