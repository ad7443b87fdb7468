import { describe, expect, test } from "vitest";
import { wasmrun } from "../support/command.ts";
import { Project } from "../support/project.ts";

/** Exits with what a call of no arguments but two result addresses wrote at the first, or with its errno plus 100. */
function count(call: string): string {
  return `(module
    (import "wasi_snapshot_preview1" "${call}" (func $call (param i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
    (memory (export "memory") 1)
    (func (export "_start") (local $errno i32)
      (local.set $errno (call $call (i32.const 0) (i32.const 4)))
      (if (local.get $errno) (then (call $exit (i32.add (local.get $errno) (i32.const 100)))))
      (call $exit (i32.load (i32.const 0)))))`;
}

/** Exits with the errno of asking for the pre-opened directory 3. */
const firstPreopen = `(module
  (import "wasi_snapshot_preview1" "fd_prestat_get" (func $get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (func (export "_start") (call $exit (call $get (i32.const 3) (i32.const 0)))))`;

describe("what a program under exec finds", () => {
  test("its environment is what was named, and nothing else", async () => {
    using project = Project.of({ "env.wat": count("environ_sizes_get") });
    expect((await wasmrun(["exec", project.path("env.wat")])).status).toBe(0);
    expect((await wasmrun(["exec", project.path("env.wat"), "--env", "A=1", "--env", "B=2"])).status).toBe(2);
  });

  test("no directory is open unless one was named", async () => {
    using project = Project.of({ "preopen.wat": firstPreopen });
    const badFile = 8;
    expect((await wasmrun(["exec", project.path("preopen.wat")])).status).toBe(badFile);
    expect((await wasmrun(["exec", project.path("preopen.wat"), "--dir", `${project.folder}::/data`])).status).toBe(0);
  });
});
