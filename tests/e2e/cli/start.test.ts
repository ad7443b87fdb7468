import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { RunningCommand } from "../support/command.ts";
import { accepts, get } from "../support/http.ts";
import { Project } from "../support/project.ts";

const start = fileURLToPath(new URL("../../../tools/start.mjs", import.meta.url));

test("npm start runs the example, prints its URL, which answers, and ends on Ctrl-C", async () => {
  await using program = new RunningCommand(process.execPath, [start], { group: true });
  const [, url, port] = await program.printed(/^wasmrun: (http:\/\/127\.0\.0\.1:(\d+)\/)/m);
  expect((await get(`${url}`)).body).toContain("Hello from the sandbox");
  program.interrupt();
  await program.end(10_000);
  expect(await accepts(Number(port))).toBe(false);
});

test("npm start -- DIR runs a folder named from where the command was typed", async () => {
  using project = Project.of({ "main.py": "print('from elsewhere')\n" });
  await using program = new RunningCommand(process.execPath, [start, path.basename(project.folder)], {
    env: { INIT_CWD: path.dirname(project.folder) },
  });
  program.child.stdin.end();
  expect((await program.end()).stdout).toBe("from elsewhere\n");
});
