// `npm test [-- SUITE …]`: sets up what is missing, runs every suite (or those named) and ends with `N passed, N failed`.
// --format checks formatting too, and that the tree is left clean; --update-screenshots writes docs/images.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { build } from "./build.mjs";
import { findChromium } from "./fetch/chromium.mjs";
import { nativeNode } from "./fetch/node.mjs";
import { fetchVSCode } from "./fetch/vscode.mjs";
import { root, wasmrun } from "./lib/paths.mjs";
import { Failure, outcome, runMain } from "./lib/process.mjs";
import { ensureNodeModules, requireDotnet, requireNode } from "./lib/setup.mjs";
import { step } from "./lib/step.mjs";
import { packageExtension } from "./package.mjs";
import { dotnetTest } from "./test/dotnet.mjs";
import { add, emptyReport, singleCheck } from "./test/report.mjs";
import { vitest } from "./test/vitest.mjs";

/**
 * In the order of what a failure would explain: stale generated code breaks the daemon's tests, a broken daemon the rest.
 * @type {Record<string, {title: string, run: (results: string, env: NodeJS.ProcessEnv) => Promise<import('./test/report.mjs').Report>}>}
 */
const suites = {
  generated: {
    title: "Generated files are current",
    run: async (_, env) =>
      singleCheck(
        "npm run generate -- --check",
        await outcome("npm", ["run", "--silent", "generate", "--", "--check"], { cwd: root, env }),
      ),
  },
  dotnet: { title: "Daemon (xunit)", run: dotnetTest },
  extension: { title: "Extension (vitest)", run: (results, env) => vitest("extension", "extension", [], results, env) },
  cli: { title: "Command line", run: (results, env) => vitest("cli", "tests/e2e", ["cli/"], results, env) },
  vscode: {
    title: "VS Code",
    run: async (results, env) => {
      const { node, main } = await fetchVSCode();
      const vsix = path.join(results, "wasmrun.vsix");
      await packageExtension(vsix);
      return vitest("vscode", "tests/e2e", ["vscode/"], results, {
        ...env,
        WASMRUN_TEST_VSCODE_NODE: node,
        WASMRUN_TEST_VSCODE: main,
        CHROMIUM: await findChromium(),
        WASMRUN_TEST_VSIX: vsix,
      });
    },
  },
};

/** Checks that continuous integration makes too: formatting, and that building and testing leave no trace in the tree. */
const format = {
  title: "Formatting",
  run: async (treeBefore) => {
    const report = emptyReport();
    const dotnet = await outcome("dotnet", ["format", "WasmRun.sln", "--verify-no-changes", "--no-restore"], {
      cwd: root,
    });
    add(report, singleCheck("dotnet format", dotnet));
    add(report, singleCheck("biome ci", await outcome("npm", ["run", "--silent", "lint"], { cwd: root })));
    const treeAfter = await gitStatus();
    add(
      report,
      singleCheck("The tree is as it was before", { code: treeAfter === treeBefore ? 0 : 1, output: treeAfter }),
    );
    return report;
  },
};

await runMain(async () => {
  const { positionals: wanted, values } = parseArgs({
    allowPositionals: true,
    options: { format: { type: "boolean" }, "update-screenshots": { type: "boolean" } },
  });
  const unknown = wanted.find((name) => !(name in suites));
  if (unknown) throw new Failure(`There is no suite '${unknown}': choose from ${Object.keys(suites).join(", ")}.`);
  requireNode();
  const treeBefore = await gitStatus();
  await requireDotnet();
  await ensureNodeModules();
  await build();
  const env = { ...process.env, WASMRUN_TEST_BIN: wasmrun, WASMRUN_TEST_NATIVE_NODE: await nativeNode() };
  if (values["update-screenshots"]) env.WASMRUN_TEST_UPDATE_SCREENSHOTS = "1";
  const chosen = (wanted.length > 0 ? wanted : Object.keys(suites)).map((name) => ({
    title: suites[name].title,
    run: (results) => suites[name].run(results, env),
  }));
  if (values.format) chosen.push({ title: format.title, run: () => format.run(treeBefore) });
  return runSuites(chosen);
});

/** @param {{title: string, run: (results: string) => Promise<import('./test/report.mjs').Report>}[]} chosen */
async function runSuites(chosen) {
  const total = emptyReport();
  const results = fs.mkdtempSync(path.join(os.tmpdir(), "wasmrun-test-"));
  try {
    for (const { title, run } of chosen) {
      const report = await step(title, () => run(results).catch((error) => broken(title, error)));
      console.log(`  ${summary(report)}`);
      add(total, report);
    }
  } finally {
    fs.rmSync(results, { recursive: true, force: true });
  }
  for (const { name, message } of total.failures) console.log(`\nFAILED ${name}\n${indent(message)}`);
  console.log(`\n${summary(total)}`);
  return total.failed > 0 ? 1 : 0;
}

/** A suite that could not be set up is a failure of its own; the others run all the same. */
function broken(title, error) {
  return singleCheck(title, {
    code: 1,
    output: error instanceof Failure ? error.message : String(error?.stack ?? error),
  });
}

async function gitStatus() {
  return (await outcome("git", ["status", "--porcelain"], { cwd: root })).stdout;
}

function summary({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

function indent(text) {
  return text.replace(/^/gm, "    ");
}
