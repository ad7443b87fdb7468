// The tables of Idna.cs and Composition.cs, read off what the native release answers for each code point.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const { internalBinding } = require("./common.cjs");
const { toASCII, toUnicode } = internalBinding("encoding_binding");

const VALID = 0,
  DISALLOWED = 1,
  IGNORED = 2,
  MAPPED = 3;

/** What UTS #46 does with one code point. Between two letters, so that a mark is not the first; alone where direction matters. */
const classify = (text) => {
  const around = toASCII(`a${text}a`);
  const between = around && toUnicode(around);
  if (between === "aa") return [IGNORED];
  if (between) return between === `a${text}a`.normalize("NFC") ? [VALID] : [MAPPED, between.slice(1, -1)];
  const alone = toASCII(text);
  if (!alone) return [DISALLOWED];
  const back = toUnicode(alone);
  return back === text ? [VALID] : [MAPPED, back];
};

const status = [],
  shifts = [],
  long = [];
let last = VALID;
for (let point = 0x80; point <= 0x10ffff; point++) {
  // Joiners depend on what is before them: a rule of Idna.cs.
  const [kind, mapping] =
    point === 0x200c || point === 0x200d
      ? [VALID]
      : point >= 0xd800 && point <= 0xdfff
        ? [DISALLOWED]
        : classify(String.fromCodePoint(point));
  if (kind !== last) {
    status.push(point * 4 + kind);
    last = kind;
  }
  if (kind !== MAPPED) continue;
  if ([...mapping].length > 1) {
    long.push([point, mapping]);
    continue;
  }
  const shift = mapping.codePointAt(0) - point;
  const run = shifts.at(-1);
  const step = run && point - run[1];
  if (run && run[3] === shift && step <= 2 && (run[2] === 0 || run[2] === step)) {
    run[1] = point;
    run[2] = step;
  } else shifts.push([point, point, 0, shift]);
}
const pairs = [];
for (let point = 0xc0; point <= 0x10ffff; point++) {
  if (point >= 0xac00 && point <= 0xdfff) continue;
  const text = String.fromCodePoint(point);
  const parts = [...text.normalize("NFD")];
  if (parts.length < 2 || text.normalize("NFC") !== text) continue;
  const mark = parts.at(-1),
    first = parts.slice(0, -1).join("").normalize("NFC");
  if ([...first].length === 1) pairs.push([first.codePointAt(0), mark.codePointAt(0), point]);
}
pairs.sort((a, b) => a[0] - b[0] || a[1] - b[1]);

const viramas = [];
for (let point = 0x300; point <= 0x1ffff; point++) {
  const text = String.fromCodePoint(point);
  if (/\p{M}/u.test(text) && text.normalize("NFC") === text && toASCII(`\u0915${text}\u200d\u0915`))
    viramas.push(point);
}

const numbers = (list) => {
  const lines = [];
  for (let i = 0; i < list.length; i += 14) lines.push(`        ${list.slice(i, i + 14).join(", ")},`);
  return lines.join("\n");
};
const escapeText = (text) =>
  text.replace(/[^ -~]|["\\]/gu, (c) =>
    c.codePointAt(0) > 0xffff
      ? `\\U${c.codePointAt(0).toString(16).padStart(8, "0")}`
      : `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
const texts = [];
for (let i = 0; i < long.length; i += 12)
  texts.push(
    `        "${long
      .slice(i, i + 12)
      .map(([, text]) => escapeText(text))
      .join("\\n")}`,
  );
const folder = path.join(__dirname, "../../../daemon/WasmRun.Node/Url");
const head = `// Made by tools/node/oracle/idna.cjs from ${process.version}, Unicode ${process.versions.unicode}.
namespace WasmRun.Node.Url;
`;
fs.writeFileSync(
  path.join(folder, "Idna.Data.cs"),
  `${head}
public static partial class Idna
{
    /// <summary>Where the status changes: code point times four plus the status from there on.</summary>
    private static ReadOnlySpan<int> StatusRuns =>
    [
${numbers(status)}
    ];

    /// <summary>Mappings to one code point, four numbers a run: first, last, step, what to add.</summary>
    private static ReadOnlySpan<int> ShiftRuns =>
    [
${numbers(shifts.flat())}
    ];

    /// <summary>Code points that map to several, sorted.</summary>
    private static ReadOnlySpan<int> LongMappings =>
    [
${numbers(long.map(([point]) => point))}
    ];

    /// <summary>Marks that a joiner may follow (combining class Virama).</summary>
    private static ReadOnlySpan<int> Viramas =>
    [
${numbers(viramas)}
    ];

    /// <summary>What those map to, a line each.</summary>
    private const string LongTexts =
${texts.join('\\n" +\n')}";
}
`,
);
fs.writeFileSync(
  path.join(folder, "Composition.Data.cs"),
  `${head}
internal static partial class Composition
{
    /// <summary>Canonical pairs, three numbers an entry: first, second, composed.</summary>
    private static ReadOnlySpan<int> Pairs =>
    [
${numbers(pairs.flat())}
    ];
}
`,
);
console.log(
  `status ${status.length}, shifts ${shifts.length}, long ${long.length}, pairs ${pairs.length}, viramas ${viramas.length}`,
);
