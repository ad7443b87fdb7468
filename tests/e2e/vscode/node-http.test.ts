import { expect, test } from "vitest";
import { accepts, freePort, get, RequestLoop } from "../support/http.ts";
import { Project } from "../support/project.ts";
import { Session } from "./session.ts";

test("A Node.js server runs, reloads on a save with no failed request, and is killed from the tree", async () => {
  using project = Project.example("node-http");
  const port = await freePort();
  project.edit("server.js", "?? 3000", `?? ${port}`);
  await using session = await Session.open(project.folder);
  await session.scenario("node-http", async (workbench) => {
    await workbench.openFile("server.js");
    await workbench.command("Run in wasmrun");
    await workbench.consoleLine(`Listening on http://localhost:${port}`).waitFor({ timeout: 60_000 });
    await workbench.statusBarItem(/Node\.js.*\d+\.\d+/).waitFor();

    await workbench.activity("wasmrun").click();
    await workbench.treeRow("Processes", "server.js").waitFor();
    await workbench.treeRow("Ports", String(port)).waitFor();
    await session.picture("run-node");

    const url = `http://127.0.0.1:${port}/`;
    expect(JSON.parse((await get(url)).body)).toMatchObject({ greeting: "Hello from the sandbox" });

    const loop = new RequestLoop(url);
    await loop.until("Hello from the sandbox");
    await workbench.openFile("greeting.txt");
    await workbench.replaceTextAndSave("Hello after a save");
    await loop.until("Hello after a save");
    await loop.stop();
    expect(loop.failures).toEqual([]);
    await workbench.treeRow("Ports", `${port}node server.js`).waitFor();
    await session.picture("hot-reload");

    const row = workbench.treeRow("Processes", "server.js");
    await workbench.rowAction(row, "Kill");
    await row.waitFor({ state: "detached" });
    await workbench.treeRow("Ports", String(port)).waitFor({ state: "detached" });
    expect(await accepts(port)).toBe(false);
  });
}, 240_000);

test("The runtime picker offers the versions of the catalogue", async () => {
  using project = Project.example("node-http");
  await using session = await Session.open(project.folder);
  await session.scenario("switch-runtime", async (workbench) => {
    await workbench.openFile("server.js");
    await workbench.command("Switch Runtime");
    await workbench.pick(/v?2\d\.\d+\.\d+/).waitFor();
    await session.picture("switch-runtime");
  });
}, 120_000);

test("F5 runs the project, and a frame of an error opens its file at its line", async () => {
  using project = Project.of(
    {
      "package.json": '{"name": "failing", "main": "main.js"}',
      "main.js": "function fail() {\n  throw new Error('This always fails');\n}\n\nfail();\n",
    },
    "failing",
  );
  await using session = await Session.open(project.folder);
  await session.scenario("f5-error", async (workbench) => {
    await workbench.openFile("package.json");
    await workbench.startDebugging("wasmrun");
    await workbench.consoleLine("Exited with status 1").waitFor({ timeout: 60_000 });
    await workbench.scrollConsoleToTop();
    await workbench.consoleLine("Error: This always fails").waitFor();
    await session.picture("error");
    await workbench.followConsoleLink(/main\.js:2/);
    await expect.poll(() => workbench.cursor()).toEqual({ file: "main.js", line: 2 });
  });
}, 120_000);
