// Hashes, codes and derived keys of the native release.
"use strict";
const crypto = require("node:crypto");
const { write } = require("./common.cjs");

const message = (n) => Buffer.from(Array.from({ length: n }, (_, i) => (i * 7 + n) & 255));
const names = [
  ...crypto.getHashes(),
  "SHA256",
  "sha-256",
  "SHA2-512",
  "SHA3-256",
  "SHAKE-128",
  "nonsense",
  "sha512256",
  "RSA-MD5X",
];
const hash = (name, bytes, length) => {
  try {
    return crypto
      .createHash(name, length ? { outputLength: length } : {})
      .update(bytes)
      .digest("hex");
  } catch {
    return null;
  }
};
// Not offered by wasmrun: the table says so by leaving them out.
const absent = /sm3|blake2|md5-sha1/i;
write("Crypto/Hashes.json", [
  ...names
    .filter((name) => !absent.test(name))
    .map((name) => ({ name, length: 3, output: 0, digest: hash(name, message(3)) })),
  ...[
    "md5",
    "sha1",
    "sha224",
    "sha256",
    "sha384",
    "sha512",
    "sha512-224",
    "sha512-256",
    "sha3-224",
    "sha3-256",
    "sha3-384",
    "sha3-512",
    "shake128",
    "shake256",
    "ripemd160",
  ].flatMap((name) =>
    [0, 1, 55, 56, 63, 64, 65, 111, 112, 127, 128, 129, 135, 136, 137, 143, 144, 167, 168, 169, 1000].map((length) => ({
      name,
      length,
      output: 0,
      digest: hash(name, message(length)),
    })),
  ),
  ...[1, 16, 33, 168, 169, 500].flatMap((output) =>
    ["shake128", "shake256"].map((name) => ({ name, length: 5, output, digest: hash(name, message(5), output) })),
  ),
]);
write("Crypto/Hashlist.json", [crypto.getHashes().filter((name) => !absent.test(name))]);
write(
  "Crypto/Hmacs.json",
  ["md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha512-256", "sha3-256", "sha3-512", "ripemd160"].flatMap(
    (name) =>
      [0, 20, 64, 65, 128, 136, 137, 200].map((key) => ({
        name,
        key,
        length: 50,
        code: crypto.createHmac(name, message(key)).update(message(50)).digest("hex"),
      })),
  ),
);
write("Crypto/Keys.json", [
  ...["sha1", "sha256", "sha512", "md5", "sha224", "sha3-256"].flatMap((name) =>
    [
      [1, 10],
      [2, 64],
      [100, 33],
    ].map(([iterations, size]) => ({
      kind: "pbkdf2",
      name,
      iterations,
      key: crypto.pbkdf2Sync(message(8), message(16), iterations, size, name).toString("hex"),
    })),
  ),
  ...["sha1", "sha256", "sha512", "md5", "sha3-256"].flatMap((name) =>
    [1, 32, 100].map((size) => ({
      kind: "hkdf",
      name,
      key: Buffer.from(crypto.hkdfSync(name, message(8), message(16), message(5), size)).toString("hex"),
    })),
  ),
  ...[
    [2, 1, 1],
    [16, 8, 1],
    [1024, 8, 1],
    [64, 3, 5],
    [16384, 8, 1],
  ].map(([cost, blockSize, parallelization]) => ({
    kind: "scrypt",
    cost,
    blockSize,
    parallelization,
    key: crypto.scryptSync(message(8), message(16), 48, { cost, blockSize, parallelization }).toString("hex"),
  })),
]);
const limits = [];
// The invalid ones first: Node reports an earlier call's error again.
for (const cost of [1, 3, 2, 1024, 16384, 32768, 65536, 2 ** 20])
  for (const blockSize of [1, 8, 16, 1000])
    for (const parallelization of [1, 16, 2 ** 20])
      for (const maxmem of [1024, 2 ** 20, 32 * 2 ** 20, 2 ** 27]) {
        if (128 * cost * blockSize > 2 ** 25) {
          /* too slow to run where allowed */ if (maxmem > 2 ** 25) continue;
        }
        if (parallelization > 16 && 128 * blockSize * parallelization < maxmem) continue;
        let result = "Done";
        try {
          crypto.scryptSync("a", "b", 1, { cost, blockSize, parallelization, maxmem });
        } catch (error) {
          result = /memory limit/i.test(error.message) ? "MemoryLimitExceeded" : "InvalidParameters";
        }
        limits.push({ cost, blockSize, parallelization, maxmem, result });
      }
write("Crypto/ScryptLimits.json", limits);
