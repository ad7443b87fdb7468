import os from "node:os";
import { describe, expect, test } from "vitest";
import { nativeNode, RunningCommand, wasmrun } from "../support/command.ts";
import { freePort, get } from "../support/http.ts";
import { Project } from "../support/project.ts";

describe("node", () => {
  test.each([
    ["the version and inspect", ["-p", "process.version + require('util').inspect({a:[1,{b:2}]})"]],
    ["a script given by -e", ["-e", "console.log([1,2,3].map(n => n * n)); console.error('to stderr')"]],
    ["arguments after a script", ["-p", "process.argv.slice(1)", "one", "--two"]],
    ["an exit status", ["-e", "process.exit(7)"]],
    ["an uncaught error's exit status", ["-e", "setTimeout(() => process.exitCode = 3)"]],
    ["the order of ticks, microtasks, timers and immediates", ["-e", order()]],
    ["a module that is missing", ["-p", "try { require('./missing') } catch (e) { e.code }"]],
  ])("%s: the same as the native release", async (_, args) => {
    using project = Project.of({});
    expect(await wasmrun(["node", ...args], { cwd: project.folder })).toEqual(
      await nativeNode(args, { cwd: project.folder }),
    );
  });

  test("a syntax error is shown as the native release shows it, with file and line", async () => {
    using project = Project.of({ "broken.js": "const a = 1;\nconst b = ;\n" });
    const { status, stderr } = await wasmrun(["node", "broken.js"], { cwd: project.folder });
    expect(stderr).toMatch(/broken\.js:2/);
    expect(stderr).toMatch(/SyntaxError/);
    expect(status).toBe(1);
  });

  test("an unhandled rejection ends the program with Node's own message", async () => {
    using project = Project.of({ "reject.js": "Promise.reject(new Error('nobody waits'));\n" });
    const { status, stderr } = await wasmrun(["node", "reject.js"], { cwd: project.folder });
    expect(stderr).toContain("Error: nobody waits");
    expect(stderr).toMatch(/reject\.js:1/);
    expect(status).toBe(1);
  });

  test("standard input reaches the program", async () => {
    const { stdout } = await wasmrun(
      ["node", "-e", "process.stdin.on('data', d => process.stdout.write(String(d).toUpperCase()))"],
      { stdin: "to the sandbox\n" },
    );
    expect(stdout).toBe("TO THE SANDBOX\n");
  });

  test("files of the current folder are there, and nothing else of the host", async () => {
    using project = Project.of({ "data.txt": "inside", "../secret.txt": "outside" });
    const outside = [project.path("../secret.txt"), "../secret.txt", "../../etc/passwd", "/etc/passwd", os.homedir()];
    const script = `const fs = require("fs"); console.log(fs.readFileSync("data.txt", "utf8"), ${JSON.stringify(outside)}.filter(fs.existsSync))`;
    expect((await wasmrun(["node", "-e", script], { cwd: project.folder })).stdout).toBe("inside []\n");
  });

  test("a guest that fills its memory is told so and ends", async () => {
    const { status, stderr } = await wasmrun(["node", "-e", "const a = []; for (;;) a.push(Buffer.alloc(1 << 24, 1))"]);
    expect(stderr).toMatch(/memory/i);
    expect(status).not.toBe(0);
  });

  test("a server that a script starts is reached at its own port", async () => {
    const port = await freePort();
    const script = `require("http").createServer((_, response) => response.end("from the sandbox")).listen(${port}, () => console.log("ready"))`;
    await using program = RunningCommand.wasmrun(["node", "-e", script]);
    await program.printed(/ready/);
    expect(await get(`http://127.0.0.1:${port}/`)).toEqual({ status: 200, body: "from the sandbox" });
    program.interrupt();
    expect((await program.end(5_000)).status).toBe(130);
  });

  test("an endless loop ends at once on SIGINT", async () => {
    using project = Project.of({ "loop.js": "console.log('looping'); while(1);" });
    await using program = RunningCommand.wasmrun(["node", "loop.js"], { cwd: project.folder });
    await program.printed(/looping/);
    program.interrupt();
    expect((await program.end(5_000)).status).toBe(130);
  });
});

/** From the callback of an input, where Node.js promises that immediates come before timers. */
function order(): string {
  return `
    require('fs').stat('.', () => {
      setTimeout(() => console.log('timeout'), 0);
      setTimeout(() => console.log('second timeout'), 0);
      setImmediate(() => {
        console.log('immediate');
        process.nextTick(() => console.log('tick of the immediate'));
      });
      setImmediate(() => console.log('second immediate'));
      Promise.resolve().then(() => console.log('microtask'));
      queueMicrotask(() => console.log('queued'));
      process.nextTick(() => console.log('tick'));
      console.log('callback');
    });
    Promise.resolve().then(() => process.nextTick(() => console.log('tick of a microtask')));
    process.on('exit', (code) => console.log('exit', code));
    console.log('main');
  `;
}
