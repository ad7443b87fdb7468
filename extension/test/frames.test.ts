import { describe, expect, test } from "vitest";
import { FrameMapper } from "../src/debug/frames.ts";

const frames = new FrameMapper("/home/ann/shop", "/home/ann/shop", "linux");

describe("places in the output become paths of the host", () => {
  test.each([
    ["    at fail (/workspace/main.js:2:9)\n", "    at fail (./main.js:2:9)\n"],
    ["/workspace/lib/a-b.js:12\n", "./lib/a-b.js:12\n"],
    ["    at file:///workspace/main.mjs:5:1\n", "    at ./main.mjs:5:1\n"],
    ["    at Module._compile (node:internal/modules/cjs/loader:1554:14)\n", undefined],
    ["wrote /workspace/out.txt\n", undefined],
    ["http://localhost:3000/workspace/a.js:1:2\n", undefined],
  ])("%j", (line, expected) => {
    expect(frames.map(line)).toEqual({ text: expected ?? line });
  });

  test("a Python frame has its line number as a place, since its text makes no link with one", () => {
    expect(frames.map('  File "/workspace/shop/cart.py", line 3, in total\n')).toEqual({
      text: '  File "./shop/cart.py", line 3, in total\n',
      place: { path: "/home/ann/shop/shop/cart.py", line: 3 },
    });
  });

  test("a path that VS Code finds no link in has a place", () => {
    expect(frames.map("    at f (/workspace/my files/ä.js:3:5)")).toEqual({
      text: "    at f (./my files/ä.js:3:5)",
      place: { path: "/home/ann/shop/my files/ä.js", line: 3, column: 5 },
    });
    expect(frames.map("at file:///workspace/my%20files/a.mjs:1:2").text).toBe("at ./my files/a.mjs:1:2");
  });

  test("the path of a project below the open folder starts there", () => {
    const nested = new FrameMapper("/home/ann/shop/api", "/home/ann/shop", "linux");
    expect(nested.map("/workspace/a.js:1:1").text).toBe("./api/a.js:1:1");
  });

  test("outside the open folder, or without one, the whole path of the host stands", () => {
    const place = { path: "/srv/x/a.js", line: 1, column: 1 };
    expect(new FrameMapper("/srv/x", "/home/ann", "linux").map("/workspace/a.js:1:1")).toEqual({
      text: "/srv/x/a.js:1:1",
      place,
    });
    expect(new FrameMapper("/srv/x", undefined, "linux").map("/workspace/a.js:1:1")).toEqual({
      text: "/srv/x/a.js:1:1",
      place,
    });
  });

  test("Windows paths are written its way", () => {
    const windows = new FrameMapper("C:\\shop", undefined, "win32");
    expect(windows.map("at f (/workspace/lib/a.js:3:5)").text).toBe("at f (C:\\shop\\lib\\a.js:3:5)");
  });

  test("colours around a place stay", () => {
    expect(frames.map("\u001b[90m    at f (/workspace/a.js:3:5)\u001b[39m").text).toBe(
      "\u001b[90m    at f (./a.js:3:5)\u001b[39m",
    );
  });
});
