import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { FileChange } from "../src/protocol/generated.ts";
import { ChangeBatch } from "../src/workspace/batch.ts";

let sent: FileChange[][];
let batch: ChangeBatch;

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  batch = new ChangeBatch("/p", (changes) => sent.push(changes));
});
afterEach(() => {
  batch.dispose();
  vi.useRealTimers();
});

test("what happens together is one batch, with relative paths", () => {
  batch.add("/p/a.js", "changed");
  batch.add("/p/lib/b.js", "created");
  batch.add("/p/a.js", "changed");
  vi.advanceTimersByTime(10);
  expect(sent).toEqual([
    [
      { path: "a.js", kind: "changed" },
      { path: "lib/b.js", kind: "created" },
    ],
  ]);
});

test("the last thing that happened to a file counts, but a new file stays new", () => {
  batch.add("/p/a", "created");
  batch.add("/p/a", "changed");
  batch.add("/p/b", "changed");
  batch.add("/p/b", "deleted");
  batch.flush();
  expect(sent[0]).toEqual([
    { path: "a", kind: "created" },
    { path: "b", kind: "deleted" },
  ]);
});

test("other folders and git's own files are left out", () => {
  for (const path of ["/q/a", "/p/.git/index", "/p"]) batch.add(path, "changed");
  batch.flush();
  expect(sent).toEqual([]);
});
