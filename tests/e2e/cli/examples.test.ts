import { describe, expect, test } from "vitest";
import { RunningCommand, wasmrun } from "../support/command.ts";
import { freePort, get } from "../support/http.ts";
import { Project } from "../support/project.ts";

describe("examples", () => {
  test("node-http prints its URL, which answers", async () => {
    using project = Project.example("node-http");
    await using program = RunningCommand.wasmrun(["run", project.folder, "--env", `PORT=${await freePort()}`]);
    const [url] = await program.printed(/http:\/\/(localhost|127\.0\.0\.1):\d+/);
    const answer = JSON.parse((await get(`${url}/there`)).body);
    expect(answer).toMatchObject({ greeting: "Hello from the sandbox", method: "GET", url: "/there" });
    expect(answer.node).toMatch(/^v2\d\./);
  });

  test("node-esm prints its table", async () => {
    using project = Project.example("node-esm");
    expect(await wasmrun(["run", project.folder])).toMatchObject({
      status: 0,
      stdout: "name       population\nBergen     291189\nTurku      206655\nReykjavík  139875\n",
    });
  });

  test("python-hello counts words, of the files named too", async () => {
    using project = Project.example("python-hello");
    const hello = "Hello from Python 3.12\n";
    expect(await wasmrun(["run", project.folder])).toMatchObject({
      status: 0,
      stdout: `${hello}poem.txt: the 6, sea 3, open 1\n`,
    });
    project.write("other.txt", "one two two\n");
    expect((await wasmrun(["run", project.folder, "--", "other.txt"])).stdout).toBe(
      `${hello}other.txt: two 2, one 1\n`,
    );
    expect(await wasmrun(["run", project.folder, "--", "gone.txt"])).toMatchObject({ status: 3, stdout: hello });
  });
});
