import { describe, expect, test } from "vitest";
import { RunningCommand } from "../support/command.ts";
import { accepts, freePort, get, RequestLoop } from "../support/http.ts";
import { Project } from "../support/project.ts";

/** A plain server, as the user of any project has one: it reads a file and answers JSON. */
function serverProject(): Project {
  return Project.of({
    "package.json": JSON.stringify({ name: "shop", main: "app.js", engines: { node: ">=20" } }),
    "data/stock.json": '{"apples": 3}',
    "app.js": `
      const http = require('http'), fs = require('fs'), path = require('path');
      const release = 'first';
      http.createServer((request, response) => {
        const stock = JSON.parse(fs.readFileSync(path.join(__dirname, 'data', 'stock.json'), 'utf8'));
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify({ release, stock }));
      }).listen(process.env.PORT, () => console.log('ready'));
    `,
  });
}

describe("run", () => {
  test("a server reloads on an edit and no request fails", async () => {
    using project = serverProject();
    const port = await freePort();
    await using program = RunningCommand.wasmrun(["run", project.folder, "--env", `PORT=${port}`]);
    await program.printed(/ready/);
    const loop = new RequestLoop(`http://127.0.0.1:${port}/`);
    await loop.until('"release":"first"');
    for (const [from, to] of [
      ["first", "second"],
      ["second", "third"],
      ["third", "fourth"],
    ] as const) {
      project.edit("app.js", `'${from}'`, `'${to}'`);
      await loop.until(`"release":"${to}"`);
    }
    project.write("data/stock.json", '{"apples": 2}');
    await loop.until('"apples":2');
    await loop.stop();
    expect(loop.failures).toEqual([]);
  });

  test("a server with a syntax error comes back when it is mended", async () => {
    using project = serverProject();
    const port = await freePort();
    await using program = RunningCommand.wasmrun(["run", project.folder, "--env", `PORT=${port}`]);
    await program.printed(/ready/);
    project.edit("app.js", "'first'", "'first' +");
    await program.printed(/SyntaxError/);
    project.edit("app.js", "'first' +", "'mended'");
    const loop = new RequestLoop(`http://127.0.0.1:${port}/`);
    await loop.until("mended");
    await loop.stop();
  });

  test("Ctrl-C ends it and leaves no port behind", async () => {
    using project = serverProject();
    const port = await freePort();
    await using program = RunningCommand.wasmrun(["run", project.folder, "--env", `PORT=${port}`]);
    await program.printed(/ready/);
    expect((await get(`http://127.0.0.1:${port}/`)).status).toBe(200);
    program.interrupt();
    expect((await program.end(5_000)).status).toBe(130);
    expect(await accepts(port)).toBe(false);
  });

  test("two projects that both listen on one port are both reachable", async () => {
    using first = serverProject();
    using second = serverProject();
    second.edit("app.js", "'first'", "'other'");
    const port = await freePort();
    await using one = RunningCommand.wasmrun(["run", first.folder, "--env", `PORT=${port}`]);
    await one.printed(/ready/);
    await using two = RunningCommand.wasmrun(["run", second.folder, "--env", `PORT=${port}`]);
    const [, hostPort] = await two.printed(/http:\/\/(?:localhost|127\.0\.0\.1):(\d+)/);
    expect(Number(hostPort)).not.toBe(port);
    expect((await get(`http://127.0.0.1:${port}/`)).body).toContain('"first"');
    expect((await get(`http://127.0.0.1:${hostPort}/`)).body).toContain('"other"');
  });
});
