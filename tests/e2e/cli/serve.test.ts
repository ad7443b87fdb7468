import { describe, expect, test } from "vitest";
import { Daemon, type ProcessInfo } from "../support/daemon.ts";
import { freePort, get, RequestLoop } from "../support/http.ts";
import { Project } from "../support/project.ts";

describe("serve", () => {
  test("a process in an endless loop keeps no other one from answering, and is stopped", async () => {
    using spinning = Project.of({ "loop.js": "console.log('looping'); while (1);" });
    using serving = Project.example("node-http");
    await using daemon = await Daemon.start();
    const loop = await daemon.run(spinning.folder, { file: "loop.js" });
    await daemon.printed(loop, "looping");
    const server = await daemon.run(serving.folder, { env: { PORT: String(await freePort()) } });
    const url = await daemon.url(server);
    for (let request = 0; request < 20; request++) expect((await get(url)).status).toBe(200);
    await daemon.request("run/stop", { runId: loop, graceMs: 100 });
    expect(await daemon.state(loop, "exited")).toMatchObject({ runId: loop });
    const { processes } = await daemon.request<{ processes: ProcessInfo[] }>("process/list");
    expect(processes.map((process) => process.runId)).toEqual([server]);
    expect((await get(url)).status).toBe(200);
  });

  test("a change that the client reports reloads the server, and no request fails", async () => {
    using project = Project.example("node-http");
    await using daemon = await Daemon.start();
    const run = await daemon.run(project.folder, { env: { PORT: String(await freePort()) } });
    const loop = new RequestLoop(await daemon.url(run));
    await loop.until("Hello from the sandbox");
    project.write("greeting.txt", "Hello after the edit\n");
    await daemon.notify("workspace/didChange", {
      folder: project.folder,
      changes: [{ path: "greeting.txt", kind: "changed" }],
    });
    await loop.until("Hello after the edit");
    await loop.stop();
    expect(loop.failures).toEqual([]);
  });

  test("a folder that is no project is refused with its code", async () => {
    using project = Project.of({ "notes.txt": "" });
    await using daemon = await Daemon.start();
    await expect(daemon.run(project.folder)).rejects.toMatchObject({ code: 1102 });
  });

  test("another protocol version is refused, and the message says which side to update", async () => {
    await using daemon = await Daemon.start();
    await expect(
      daemon.request("initialize", { protocolVersion: 999, clientName: "tests", clientVersion: "0" }),
    ).rejects.toMatchObject({
      code: 1002,
      message: expect.stringMatching(/update/i),
    });
  });
});
