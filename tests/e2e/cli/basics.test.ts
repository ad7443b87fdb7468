import { expect, test } from "vitest";
import { wasmrun } from "../support/command.ts";
import { Project } from "../support/project.ts";

test("--version prints the name and a version", async () => {
  const { status, stdout } = await wasmrun(["--version"]);
  expect(stdout).toMatch(/^(wasmrun )?\d+\.\d+\.\d+\S*\n$/);
  expect(status).toBe(0);
});

test("--help names every verb, a line each", async () => {
  const { status, stdout } = await wasmrun(["--help"]);
  for (const verb of ["run", "node", "python", "exec", "serve", "runtimes", "doctor"])
    expect(stdout).toMatch(new RegExp(`^\\s+${verb}\\b.*\\S`, "m"));
  expect(status).toBe(0);
});

test("A verb that does not exist is named, on stderr, with a non-zero status", async () => {
  const { status, stdout, stderr } = await wasmrun(["frobnicate"]);
  expect(stderr).toContain("frobnicate");
  expect(stdout).toBe("");
  expect(status).not.toBe(0);
});

test("doctor prints one line a check", async () => {
  const { status, stdout } = await wasmrun(["doctor"]);
  expect(stdout.trim().split("\n").length).toBeGreaterThan(2);
  expect(status).toBe(0);
});

test("runtimes list --json names Node.js and Python with their versions", async () => {
  const { status, stdout } = await wasmrun(["runtimes", "list", "--json"]);
  expect(status).toBe(0);
  const text = JSON.stringify(JSON.parse(stdout));
  expect(text).toContain('"node"');
  expect(text).toContain('"python"');
});

test("run in a folder that is no project says what it looked for", async () => {
  using project = Project.of({ "notes.txt": "nothing to run" });
  const { status, stderr } = await wasmrun(["run", project.folder]);
  expect(stderr).toMatch(/package\.json/);
  expect(stderr).toMatch(/pyproject\.toml|\.py/);
  expect(status).not.toBe(0);
});

test("run in a folder that does not exist says so", async () => {
  using project = Project.of({});
  const { status, stderr } = await wasmrun(["run", project.path("missing")]);
  expect(stderr).toContain("missing");
  expect(stderr.trim().split("\n").length).toBeLessThan(5);
  expect(status).not.toBe(0);
});
