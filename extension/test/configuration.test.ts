import { expect, test } from "vitest";
import { fileWithin, runRequest } from "../src/debug/configuration.ts";

const defaults = { watch: true, write: false, allowNet: [] };

test("settings stand where the configuration says nothing", () => {
  expect(runRequest({ folder: "/p" }, defaults)).toEqual({ folder: "/p", watch: true, write: false, allowNet: [] });
  expect(runRequest({ folder: "/p", watch: false, write: true, allowNet: ["a.example"] }, defaults)).toEqual({
    folder: "/p",
    watch: false,
    write: true,
    allowNet: ["a.example"],
  });
});

test("a program is named relative to the folder, and may not lie outside", () => {
  expect(
    runRequest({ folder: "/p", program: "/p/src/a.js", args: ["x"], env: { A: "1" }, runtime: "node@22" }, defaults),
  ).toMatchObject({
    file: "src/a.js",
    args: ["x"],
    env: { A: "1" },
    runtime: "node@22",
  });
  expect(fileWithin("/p", "src/a.js")).toBe("src/a.js");
  expect(() => fileWithin("/p", "/q/a.js")).toThrow("/q/a.js is outside /p");
});

test.each([
  [{}, "names no folder"],
  [{ folder: "p" }, "not an absolute path"],
  [{ folder: "/p", args: "x" as unknown as string[] }, "'args' must be a list of strings"],
  [{ folder: "/p", env: ["x"] as unknown as Record<string, string> }, "'env' must be an object"],
])("what can't be used is refused with one sentence: %j", (configuration, message) => {
  expect(() => runRequest(configuration, defaults)).toThrow(message);
});
