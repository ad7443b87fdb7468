// Buffer's codecs, searching, StringDecoder, TextDecoder, atob, column widths. Strings stand as arrays of UTF-16 units or as JSON strings
// (which escape lone surrogates), bytes as hex.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const { StringDecoder } = require("node:string_decoder");
const { internalBinding, write } = require("./common.cjs");

// A fixed sequence, so that the table is the same each time.
let seed = 12345;
const random = (n) => {
  seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
  return (seed >>> 8) % n;
};
const pick = (list) => list[random(list.length)];

const pieces = [
  "61",
  "7f",
  "00",
  "c3a9",
  "e282ac",
  "f09f9880",
  "ed9fbf",
  "ee8080",
  "efbfbd",
  "efbbbf",
  "f48fbfbf", // whole characters
  "80",
  "bf",
  "c3",
  "e2",
  "e282",
  "f0",
  "f09f",
  "f09f98",
  "c0",
  "c1",
  "c080",
  "f5",
  "ff",
  "fe",
  "eda080",
  "edbfbf",
  "e080",
  "f080",
  "f4908080",
  "e28261", // broken ones
];
const mixed = (n) => Array.from({ length: n }, () => pick(pieces)).join("");
const bytes = [
  "",
  ...pieces,
  "616263",
  "68656c6c6f20776f726c64",
  "fbefbe",
  "fffefd",
  "3dd800de",
  "3dd8",
  "00d800",
  "fffe6100",
  ...Array.from({ length: 120 }, (_, i) => mixed(1 + (i % 7))),
];
const encodings = ["utf8", "latin1", "ascii", "utf16le", "hex", "base64", "base64url"];

write(
  "Text/Decode.json",
  bytes.flatMap((hex) =>
    encodings.map((encoding) => ({ hex, encoding, text: Buffer.from(hex, "hex").toString(encoding) })),
  ),
);

const texts = [
  "",
  "a",
  "abc",
  "é",
  "€",
  "😀",
  "\ud83d",
  "\ude00",
  "a\ud83db",
  "\ude00\ud83d",
  "ÿĀ",
  "abc\u0000d",
  "日本語テキスト",
  "zz",
  "abcg12",
  "0",
  "123",
  "AbCdEf",
  " 12",
  "1 2",
  "é1",
  "1é",
  "YQ==",
  "YQ",
  "YQ=",
  "YWI=",
  "YWJj",
  "YWJjZA",
  "Y",
  "YWJjZ",
  "Y Q",
  "Y\nQ==",
  "YQ==YQ==",
  "=YQ",
  "Y=Q",
  "----",
  "____",
  "++//",
  "-_+/",
  "!YQ",
  "YQ!",
  "YQé",
  "====",
  "=",
  "YWJj\u0141",
  "aGVsbG8gd29ybGQ",
  "😀YQ",
  "aGVsbG8gd29ybGQgaGVsbG8gd29ybGQgaGVsbG8gd29ybGQgaGVsbG8gd29ybGQgaGVsbG8gd29ybGQ=",
  "aGVsbG8gd29ybGQgaGVsbG8gd29ybGQgaGVsbG8g\nd29ybGQgaGVsbG8gd29ybGQgaGVsbG8gd29ybGQ=",
  "aGVsbG8gd29y_GQgaGVsbG8gd29ybGQgaGVsbG8gd29ybGQgaGVsbG8gd29ybGQgaGVsbG8gd29ybGQ",
  ...Array.from({ length: 60 }, () =>
    Array.from({ length: 1 + random(12) }, () =>
      pick([..."ABCdef0189+/-_= \n!", "é", "€", "😀", "\ud800", "\udc00"]),
    ).join(""),
  ),
];
const units = (text) => Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));
write(
  "Text/Encode.json",
  texts.flatMap((text) =>
    encodings.flatMap((encoding) => {
      const rows = [];
      for (const room of [undefined, 1, 3, 5]) {
        const target = Buffer.alloc(room ?? 400, 0xee);
        const written = target.write(text, encoding);
        rows.push({
          units: units(text),
          encoding,
          room: room ?? 400,
          written,
          hex: target.toString("hex", 0, room ?? written),
        });
      }
      return rows;
    }),
  ),
);
write(
  "Text/ByteLength.json",
  texts.flatMap((text) =>
    encodings.map((encoding) => ({ units: units(text), encoding, length: Buffer.byteLength(text, encoding) })),
  ),
);

const search = [];
const hay = [
  "",
  "61",
  "6162",
  "616263616263",
  "6100620061006200",
  "00610062",
  "3dd800de61003dd8",
  "ffffff",
  "616161616161",
];
for (const h of hay)
  for (const n of ["", "61", "6162", "6263", "6100", "62006100", "0061", "ff", "616161", "3dd8"])
    for (const offset of [0, 1, 2, 3, 5, 6, 100, -1, -2, -3, -100]) {
      for (const forward of [true, false])
        for (const encoding of ["latin1", "utf16le"]) {
          const b = Buffer.from(h, "hex"),
            needle = Buffer.from(n, "hex");
          if (encoding === "utf16le" && needle.length % 2) continue;
          search.push({
            hay: h,
            needle: n,
            offset,
            forward,
            encoding,
            at: forward ? b.indexOf(needle, offset, encoding) : b.lastIndexOf(needle, offset, encoding),
          });
        }
    }
write("Text/IndexOf.json", search);

const decoders = [];
for (let i = 0; i < 700; i++) {
  const encoding = pick(encodings);
  const whole =
    encoding === "utf16le"
      ? Array.from({ length: random(10) }, () =>
          pick(["61", "00", "d8", "3dd8", "00de", "3dd800de", "dc", "6100"]),
        ).join("")
      : mixed(random(6));
  const buffer = Buffer.from(whole, "hex");
  const decoder = new StringDecoder(encoding);
  const chunks = [],
    outputs = [];
  for (let at = 0; at < buffer.length; ) {
    const n = Math.min(buffer.length - at, random(4));
    chunks.push(buffer.toString("hex", at, at + n));
    outputs.push(decoder.write(buffer.subarray(at, at + n)), `${decoder.lastNeed}/${decoder.lastTotal}`);
    at += n;
  }
  outputs.push(decoder.end(), `${decoder.lastNeed}/${decoder.lastTotal}`);
  decoders.push({ encoding, chunks, outputs });
}
write("Text/StringDecoder.json", decoders);

const converters = [];
for (const encoding of [
  "utf-8",
  "utf-16le",
  "utf-16be",
  "shift_jis",
  "euc-jp",
  "euc-kr",
  "big5",
  "gbk",
  "windows-1252",
  "windows-1251",
  "koi8-r",
  "iso-8859-2",
]) {
  const wide = encoding.startsWith("utf-16");
  const native =
    {
      shift_jis: "93fa967b8cea836583588367",
      "euc-jp": "c6fccbdcb8ec",
      "euc-kr": "c7d1b1db",
      big5: "a4a4a4e5",
      gbk: "d6d0cec461",
    }[encoding] ?? "61e1ff62";
  const inputs =
    encoding === "utf-8"
      ? bytes.slice(0, 60)
      : wide
        ? [
            "",
            "6100",
            "fffe6100",
            "feff0061",
            "00d8",
            "00d800dc",
            "3dd800de6100",
            "61",
            "610062",
            "d83dde00",
            "00610062",
            "fffefffe",
            "feff",
            "fffe",
          ]
        : [native, "616263"];
  for (const hex of inputs)
    for (const fatal of [false, true])
      for (const ignoreBOM of wide || encoding === "utf-8" ? [false, true] : [false])
        for (const step of [0, 1, 2]) {
          const decoder = new TextDecoder(encoding, { fatal, ignoreBOM });
          const buffer = Buffer.from(hex, "hex");
          let text = "";
          try {
            if (step)
              for (let at = 0; at < buffer.length; at += step)
                text += decoder.decode(buffer.subarray(at, at + step), { stream: true });
            text += decoder.decode(step ? undefined : buffer);
          } catch (error) {
            text = null;
          }
          if (step === 0 || wide) converters.push({ encoding, hex, fatal, ignoreBOM, step, text });
        }
}
write("Text/TextDecoder.json", converters);

const { atob: nativeAtob } = internalBinding("buffer");
write(
  "Text/Atob.json",
  [
    ...texts,
    " YQ==",
    "YQ== ",
    "Y Q = =",
    "YQ= =",
    "YQ===",
    "YWI==",
    "YWJj=",
    "YWJj==",
    "YR==",
    "YQ\u000b",
    "YQ\f",
    "YQ\u00a0",
    "ab=c",
    "a=bc",
    "A",
    "AA=A",
    "==",
    "=",
    "YQ-_",
    "/+==",
  ].map((text) => ({ units: units(text), result: nativeAtob(text) })),
);

// Column widths, as runs of code points of one width: the data of StringWidth.
const { getStringWidth } = internalBinding("icu");
const runs = [];
for (let code = 0, width = 1; code <= 0x10ffff; code++) {
  const next = code >= 0xd800 && code <= 0xdfff ? 1 : getStringWidth(String.fromCodePoint(code));
  if (next !== width) {
    runs.push(code * 4 + next);
    width = next;
  }
}
const lines = [];
for (let i = 0; i < runs.length; i += 12)
  lines.push(
    `        ${runs
      .slice(i, i + 12)
      .map((run) => `0x${run.toString(16).toUpperCase()}`)
      .join(", ")},`,
  );
fs.writeFileSync(
  path.join(__dirname, "../../../daemon/WasmRun.Node/Text/StringWidth.Data.cs"),
  `// Made by tools/node/oracle/text.cjs from ${process.version}, Unicode ${process.versions.unicode}.
namespace WasmRun.Node.Text;

public static partial class StringWidth
{
    /// <summary>Where the width changes: code point times four plus the width from there on. Below the first it is 1.</summary>
    private static ReadOnlySpan<int> Runs =>
    [
${lines.join("\n")}
    ];
}
`,
);
write(
  "Text/StringWidth.json",
  [
    "",
    "abc",
    "é",
    "日本",
    "한글",
    "😀",
    "👨‍👩‍👧",
    "e\u0301",
    "\u00ad",
    "\u200b",
    "\ud83d",
    "ｱ",
    "Ａ",
    "🏳️‍🌈",
    "🇩🇪",
    "\u001b",
    "①",
    "❤️",
    "⌚",
    "\u{1f3fb}",
    "नमस्ते",
    "\u{20000}",
  ].map((text) => ({ units: units(text), width: getStringWidth(text) })),
);
