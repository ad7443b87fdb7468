import { describe, expect, test } from "vitest";
import { wasmrun } from "../support/command.ts";
import { Project } from "../support/project.ts";

describe("exec", () => {
  test("the example greets the world, and each argument", async () => {
    using project = Project.example("wasi-hello");
    expect(await wasmrun(["exec", project.path("hello.wat")])).toEqual({
      status: 0,
      stdout: "Hello, world\n",
      stderr: "",
    });
    const { stdout } = await wasmrun(["exec", project.path("hello.wat"), "--", "Ada", "Grace Hopper"]);
    expect(stdout).toBe("Hello, Ada\nHello, Grace Hopper\n");
  });

  test("the exit status is the program's", async () => {
    using project = Project.of({ "exit.wat": exitWith(42) });
    expect((await wasmrun(["exec", project.path("exit.wat")])).status).toBe(42);
  });

  test("a trap is reported with its kind", async () => {
    using project = Project.of({
      "trap.wat": '(module (memory (export "memory") 1) (func (export "_start") unreachable))',
    });
    const { status, stderr } = await wasmrun(["exec", project.path("trap.wat")]);
    expect(stderr).toMatch(/unreachable/);
    expect(status).not.toBe(0);
  });

  test("a file that is no module is named", async () => {
    using project = Project.of({ "broken.wasm": "not a module" });
    const { status, stderr } = await wasmrun(["exec", project.path("broken.wasm")]);
    expect(stderr).toContain("broken.wasm");
    expect(status).not.toBe(0);
  });

  test("an unknown import is named", async () => {
    using project = Project.of({
      "odd.wat": '(module (import "acme" "launch" (func)) (memory (export "memory") 1) (func (export "_start")))',
    });
    const { status, stderr } = await wasmrun(["exec", project.path("odd.wat")]);
    expect(stderr).toContain("acme");
    expect(stderr).toContain("launch");
    expect(status).not.toBe(0);
  });

  test("a busy loop ends on SIGINT", async () => {
    using project = Project.of({
      "loop.wat": '(module (memory (export "memory") 1) (func (export "_start") (loop $again (br $again))))',
    });
    const { RunningCommand } = await import("../support/command.ts");
    await using program = RunningCommand.wasmrun(["exec", project.path("loop.wat")]);
    await new Promise((resolve) => setTimeout(resolve, 500));
    program.interrupt();
    expect((await program.end(5_000)).status).toBe(130);
  });
});

function exitWith(status: number): string {
  return `(module (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32))) (memory (export "memory") 1) (func (export "_start") (call $exit (i32.const ${status}))))`;
}
