// Streams that the native release wrote, and what it says of broken ones.
"use strict";
const zlib = require("node:zlib");
const { write } = require("./common.cjs");

const data = {
  empty: Buffer.alloc(0),
  short: Buffer.from("hello hello hello"),
  long: Buffer.from(Array.from({ length: 5000 }, (_, i) => ((i * i) >> 3) & 255)),
};
const pairs = [
  ["gzip", "gunzip", 4],
  ["deflate", "inflate", 2],
  ["deflateRaw", "inflateRaw", 6],
  ["brotliCompress", "brotliDecompress", 8],
  ["gzip", "unzip", 7],
  ["deflate", "unzip", 7],
];
const rows = [];
const add = (name, mode, bytes) => {
  let output = null,
    error = null;
  try {
    output = zlib[`${name}Sync`](bytes).toString("base64");
  } catch (e) {
    error = [e.message, e.code, e.errno];
  }
  rows.push({ mode, input: bytes.toString("base64"), output, error });
};
for (const [compress, decompress, mode] of pairs) {
  for (const input of Object.values(data)) add(decompress, mode, zlib[`${compress}Sync`](input));
  const good = zlib[`${compress}Sync`](data.short);
  add(decompress, mode, good.subarray(0, good.length - 3));
  add(decompress, mode, good.subarray(0, 1));
  add(decompress, mode, Buffer.alloc(0));
  add(decompress, mode, Buffer.from("this is not compressed"));
  if (mode !== 8)
    for (const at of [0, 1, 2, 10, good.length - 6, good.length - 1]) {
      const bad = Buffer.from(good);
      bad[at] ^= 0x55;
      add(decompress, mode, bad);
    }
  add(decompress, mode, Buffer.concat([good, good]));
  add(decompress, mode, Buffer.concat([good, Buffer.alloc(5)]));
  add(decompress, mode, Buffer.concat([good, Buffer.from("garbage")]));
}
write("Zlib/Inflate.json", rows);
write(
  "Zlib/Crc32.json",
  ["", "a", "hello", "x".repeat(1000)].flatMap((text) =>
    [0, 1, 0xffffffff].map((seed) => ({ text, seed, crc: zlib.crc32(text, seed) })),
  ),
);
