// Where a Node.js release's own JavaScript library sits inside its official binary. Every module stands there as
// plain latin1 or utf16le bytes, so that a user's machine can cut the modules out and never run the binary.
// It is run once, here, because the release itself is the only complete list of its modules.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

const DUMP = `process.stdout.write(JSON.stringify({
  version: process.versions.node, lts: process.release.lts, natives: process.binding('natives') }))`;

/** @returns {{version: string, lts?: string, slices: object[]}} the release's version, LTS name and slices by offset */
export function librarySlices(binary) {
  const { version, lts, natives } = JSON.parse(
    execFileSync(binary, ["--no-deprecation", "--expose-internals", "-e", DUMP], { maxBuffer: 1 << 28 }),
  );
  const image = readFileSync(binary);
  const slices = [];
  for (const [id, source] of Object.entries(natives)) {
    // `config` is the build's configure output, generated per platform; no module of the library.
    if (id === "config") continue;
    const encoding = isLatin1(source) ? "latin1" : "utf16le";
    const bytes = Buffer.from(source, encoding);
    const offset = image.indexOf(bytes);
    if (offset < 0) throw new Error(`${id} of node ${version} is not in its binary as plain ${encoding}`);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    slices.push({ id, offset, length: bytes.length, encoding, sha256 });
  }
  slices.sort((a, b) => a.offset - b.offset);
  for (let i = 1; i < slices.length; i++) {
    const before = slices[i - 1];
    if (before.offset + before.length > slices[i].offset) {
      throw new Error(`${before.id} and ${slices[i].id} overlap: the cutter reads the binary once, forwards`);
    }
  }
  return { version, lts, slices };
}

function isLatin1(text) {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0xff) return false;
  return true;
}
