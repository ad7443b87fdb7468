import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { RunningCommand, wasmrun } from "../support/command.ts";
import { freePort, get } from "../support/http.ts";
import { offline } from "../support/offline.ts";
import { Project } from "../support/project.ts";

describe("without a network", () => {
  test("cached runtimes run", async () => {
    expect((await wasmrun(["node", "-p", "6 * 7"])).stdout).toBe("42\n");
    expect((await wasmrun(["python", "-c", "print(6 * 7)"])).stdout).toBe("42\n");
    expect(await wasmrun(["node", "-p", "6 * 7"], { env: offline })).toEqual({ status: 0, stdout: "42\n", stderr: "" });
    expect(await wasmrun(["python", "-c", "print(6 * 7)"], { env: offline })).toEqual({
      status: 0,
      stdout: "42\n",
      stderr: "",
    });
  });

  test("a server answers", async () => {
    using project = Project.example("node-http");
    await using program = RunningCommand.wasmrun(["run", project.folder, "--env", `PORT=${await freePort()}`], {
      env: offline,
    });
    const [url] = await program.printed(/http:\/\/(localhost|127\.0\.0\.1):\d+/);
    expect((await get(url)).status).toBe(200);
  });

  test("a runtime that is not cached is named in one clear sentence", async () => {
    const cache = fs.mkdtempSync(path.join(os.tmpdir(), "wasmrun-empty-"));
    try {
      const { status, stderr } = await wasmrun(["python", "-c", "print(1)"], {
        env: { ...offline, WASMRUN_HOME: cache },
      });
      expect(stderr).toMatch(/python/i);
      expect(stderr).toMatch(/127\.0\.0\.1:9|reach|network|offline/i);
      expect(stderr.trim().split("\n").length).toBeLessThan(6);
      expect(status).not.toBe(0);
    } finally {
      fs.rmSync(cache, { recursive: true, force: true });
    }
  });
});
