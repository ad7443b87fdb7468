import { describe, expect, test } from "vitest";
import { wasmrun } from "../support/command.ts";
import { Project } from "../support/project.ts";

describe("python", () => {
  test("-c, arguments, standard input and exit status", async () => {
    const script = "import sys; print(sys.version_info[:2], sys.argv[1:], sys.stdin.read().strip()); sys.exit(4)";
    expect(await wasmrun(["python", "-c", script, "a", "b c"], { stdin: "typed\n" })).toEqual({
      status: 4,
      stdout: "(3, 12) ['a', 'b c'] typed\n",
      stderr: "",
    });
  });

  test("the standard library and the files of the current folder", async () => {
    using project = Project.of({
      "data.json": '{"n": [1, 2, 3]}',
      "main.py": 'import json, statistics\nprint(statistics.mean(json.load(open("data.json"))["n"]))\n',
    });
    expect(await wasmrun(["python", "main.py"], { cwd: project.folder })).toEqual({
      status: 0,
      stdout: "2\n",
      stderr: "",
    });
  });

  test("an exception is shown with file and line, and ends with status 1", async () => {
    using project = Project.of({ "main.py": "def f():\n    return 1 / 0\n\nf()\n" });
    const { status, stderr } = await wasmrun(["python", "main.py"], { cwd: project.folder });
    expect(stderr).toMatch(/main\.py", line 2, in f/);
    expect(stderr).toContain("ZeroDivisionError");
    expect(status).toBe(1);
  });

  test("what a program writes does not reach the project, and does with run --write", async () => {
    using project = Project.of({
      "main.py": "open('made.txt', 'w').write('by the guest')\nprint(open('made.txt').read())\n",
    });
    expect((await wasmrun(["run", project.folder])).stdout).toBe("by the guest\n");
    expect(() => project.read("made.txt")).toThrow();
    expect((await wasmrun(["run", "--write", project.folder])).stdout).toBe("by the guest\n");
    expect(project.read("made.txt")).toBe("by the guest");
  });
});
