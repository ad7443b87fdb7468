import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FrameMapper } from "../src/debug/frames.ts";
import { OutputAssembler, type OutputPiece } from "../src/debug/output.ts";

let pieces: OutputPiece[];
let output: OutputAssembler;
const base64 = (data: string | Uint8Array): string => Buffer.from(data).toString("base64");
const texts = (): string[] => pieces.map((piece) => piece.text);

beforeEach(() => {
  vi.useFakeTimers();
  pieces = [];
  output = new OutputAssembler(new FrameMapper("/p", "/p", "linux"), (piece) => pieces.push(piece));
});
afterEach(() => {
  output.dispose();
  vi.useRealTimers();
});

test("a character cut in two is put together", () => {
  const euro = Buffer.from("€\n");
  output.write(1, "stdout", base64(euro.subarray(0, 2)));
  vi.advanceTimersByTime(100);
  expect(pieces).toEqual([]);
  output.write(1, "stdout", base64(euro.subarray(2)));
  expect(texts()).toEqual(["€\n"]);
});

test("a line cut in two is one piece when the rest comes soon", () => {
  output.write(1, "stderr", base64("    at f (/work"));
  output.write(1, "stderr", base64("space/a.js:3:5)\n"));
  expect(pieces).toEqual([{ stream: "stderr", text: "    at f (./a.js:3:5)\n" }]);
});

test("a prompt without an end of line is shown after a moment", () => {
  output.write(1, "stdout", base64("Name? "));
  expect(pieces).toEqual([]);
  vi.advanceTimersByTime(20);
  expect(texts()).toEqual(["Name? "]);
});

test("streams and processes do not mix", () => {
  output.write(1, "stdout", base64("one "));
  output.write(2, "stdout", base64("two\n"));
  output.write(1, "stderr", base64("three\n"));
  output.write(1, "stdout", base64("four\n"));
  expect(pieces).toEqual([
    { stream: "stdout", text: "two\n" },
    { stream: "stderr", text: "three\n" },
    { stream: "stdout", text: "one four\n" },
  ]);
});

test("many lines are one piece, a line with a place is one of its own", () => {
  output.write(1, "stderr", base64('a\nb\n  File "/workspace/x.py", line 3\nc\n'));
  expect(texts()).toEqual(["a\nb\n", '  File "./x.py", line 3\n', "c\n"]);
  expect(pieces[1]?.place).toEqual({ path: "/p/x.py", line: 3 });
});

test("flush shows what is left, and an incomplete character as what it is", () => {
  output.write(1, "stdout", base64("end"));
  output.write(1, "stderr", base64(Buffer.from([0xe2])));
  output.flush();
  expect(texts()).toEqual(["end", "\ufffd"]);
});
