// What llhttp under Node's http_parser binding makes of many inputs, given in one piece and byte by byte.
"use strict";
const { internalBinding, write } = require("./common.cjs");
const { HTTPParser } = internalBinding("http_parser");

/** Feeds the pieces; gives the events, and the first outcome that is not "all consumed". */
const run = (row, pieces) => {
  const parser = new HTTPParser();
  parser.initialize(row.type, {}, row.max, row.lenient);
  const events = [];
  let url = "",
    headers = [];
  parser[HTTPParser.kOnMessageBegin] = () => {
    events.push(["begin"]);
    url = "";
    headers = [];
  };
  parser[HTTPParser.kOnHeaders] = (more, part) => {
    headers.push(...more);
    url += part;
  };
  parser[HTTPParser.kOnHeadersComplete] = (major, minor, more, method, part, status, message, upgrade, keepAlive) => {
    events.push([
      "head",
      `${major}.${minor}`,
      part ?? url,
      [...headers, ...(more ?? [])],
      method ?? null,
      status ?? null,
      message ?? null,
      upgrade,
      keepAlive,
    ]);
    headers = [];
    return row.answer;
  };
  parser[HTTPParser.kOnBody] = (body) => {
    const text = body.latin1Slice(0, body.length);
    if (events.at(-1)?.[0] === "body") events.at(-1)[1] += text;
    else events.push(["body", text]);
  };
  parser[HTTPParser.kOnMessageComplete] = () => {
    if (headers.length) events.push(["trailers", headers]);
    headers = [];
    events.push(["end"]);
  };
  let fed = 0,
    outcome = "ok";
  for (const piece of pieces) {
    const result = parser.execute(piece);
    if (result instanceof Error) {
      outcome = `${result.code} ${result.reason} @${fed + result.bytesParsed}`;
      break;
    }
    if (result !== piece.length) {
      outcome = `stopped @${fed + result}`;
      break;
    }
    fed += piece.length;
  }
  if (outcome === "ok") {
    const last = parser.finish();
    if (last instanceof Error) outcome = `finish ${last.code} ${last.reason}`;
  }
  parser.close();
  return { outcome, events };
};

const check = (row) => {
  const bytes = Buffer.from(row.input, "latin1");
  const whole = run(row, [bytes]);
  const single = run(
    row,
    Array.from(bytes, (_, i) => bytes.subarray(i, i + 1)),
  );
  const same = JSON.stringify(whole) === JSON.stringify(single);
  return { ...row, whole, ...(same ? {} : { single }) };
};

const REQUEST = 1,
  RESPONSE = 2;
const request = (input, more) => ({ type: REQUEST, input, lenient: 0, max: 16384, answer: 0, ...more });
const response = (input, more) => request(input, { type: RESPONSE, ...more });
const end = "\r\n\r\n";

const requests = [
  "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
  "GET /a?b=c#d HTTP/1.0\r\n\r\n",
  "\r\n\r\nGET / HTTP/1.1\r\n\r\n",
  "GET / HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\n\r\n",
  "POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nhelloGET / HTTP/1.1\r\n\r\n",
  "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
  'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b;c="d\\"e";f\r\nhello\r\nA\r\n0123456789\r\n0\r\nX-T: 1\r\nY: 2\r\n\r\nGET / HTTP/1.1\r\n\r\n',
  "GET / HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nrest",
  "POST / HTTP/1.1\r\nConnection: upgrade\r\nUpgrade: x\r\nContent-Length: 2\r\n\r\nabrest",
  "CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\nrest",
  "CONNECT a.b:443/x HTTP/1.1\r\n\r\n",
  "GET http://a.b:80/x?y#z HTTP/1.1\r\n\r\n",
  "GET http://u:p@h/x HTTP/1.1\r\n\r\n",
  "OPTIONS * HTTP/1.1\r\n\r\n",
  "GET / HTTP/1.1\r\nConnection: close\r\n\r\nGET / HTTP/1.1\r\n\r\n",
  "GET / HTTP/1.1\r\nConnection: close\r\n\r\n\r\n",
  "GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\nGET / HTTP/1.1\r\n\r\n",
  "GET / HTTP/1.0\r\n\r\nGET / HTTP/1.1\r\n\r\n",
  "GET /\r\nHost: a\r\n\r\n",
  "GET /\n\r\n",
  "GET / HTTP/1.1\r\nA:\r\nB: \r\nC:  x  \r\n D: y\r\n\r\n",
  "GET / HTTP/1.1\r\nA: x\r\n\tfolded\r\n\r\n",
  "GET / HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
  "GET / HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
  "GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n",
  "POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n",
  "POST / HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
  "POST / HTTP/1.1\r\nTransfer-Encoding: chunked, gzip\r\n\r\n",
  "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: gzip\r\n\r\n",
  "POST / HTTP/1.1\r\nTransfer-Encoding: chunkedx\r\n\r\n",
  "POST / HTTP/1.1\r\nTransfer-Encoding: chunked \r\n\r\n0\r\n\r\n",
  "POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
  "POST / HTTP/1.1\r\nTransfer-Encoding:\r\n\r\n",
  "POST / HTTP/1.1\r\nContent-Length:\r\n\r\n",
  "POST / HTTP/1.1\r\nContent-Length: 1 2\r\n\r\n",
  "POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n",
  "POST / HTTP/1.1\r\nContent-Length: 18446744073709551616\r\n\r\n",
  "POST / HTTP/1.1\r\nContent-Length: 18446744073709551615\r\n\r\nx",
  "POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\nGET / HTTP/1.1\r\n\r\n",
  "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
  "POST / HTTP/1.1\r\nContent-Length: +1\r\n\r\n",
  "POST / HTTP/1.1\r\nContent-Length: 5 \r\n\r\nhello",
  "FOO / HTTP/1.1\r\n\r\n",
  "GETX / HTTP/1.1\r\n\r\n",
  "get / HTTP/1.1\r\n\r\n",
  "GET_PARAMETER / RTSP/1.0\r\n\r\n",
  "GET / RTSP/1.0\r\n\r\n",
  "PUT / RTSP/1.0\r\n\r\n",
  "SETUP / HTTP/1.1\r\n\r\n",
  "SOURCE / ICE/1.0\r\n\r\n",
  "GET / ICE/1.0\r\n\r\n",
  "GET / HTTX/1.1\r\n\r\n",
  "GET / HTTP/1.2\r\n\r\n",
  "GET / HTTP/2.0\r\n\r\n",
  "GET / HTTP/0.9\r\n\r\n",
  "GET / HTTP/1\r\n\r\n",
  "GET / HTTP/1.1 \r\n\r\n",
  "GET / HTTP/1.1\n\r\n",
  "GET / HTTP/1.1\r\r\n",
  "GET  /  HTTP/1.1\r\n\r\n",
  "GET\t/ HTTP/1.1\r\n\r\n",
  "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
  "PRI * HTTP/2.0\r\n\r\nXX",
  "PRI / HTTP/1.1\r\n\r\n",
  "GET x HTTP/1.1\r\n\r\n",
  "GET ?x HTTP/1.1\r\n\r\n",
  "GET 1 HTTP/1.1\r\n\r\n",
  "GET  HTTP/1.1\r\n\r\n",
  "GET http:/\tx HTTP/1.1\r\n\r\n",
  "GET http:\t/x HTTP/1.1\r\n\r\n",
  "GET http:/x HTTP/1.1\r\n\r\n",
  "GET http://a@b@c HTTP/1.1\r\n\r\n",
  "GET http://a@@c HTTP/1.1\r\n\r\n",
  "GET http://a?b HTTP/1.1\r\n\r\n",
  "GET http://[::1]:80/ HTTP/1.1\r\n\r\n",
  "GET http://a|b/ HTTP/1.1\r\n\r\n",
  "GET /\u00e9 HTTP/1.1\r\n\r\n",
  "GET /a\tb HTTP/1.1\r\n\r\n",
  "GET /a\x00b HTTP/1.1\r\n\r\n",
  "GET /?a\fb HTTP/1.1\r\n\r\n",
  "GET /#a#b?c HTTP/1.1\r\n\r\n",
  "GET /#a\x01 HTTP/1.1\r\n\r\n",
  "GET /?a??b HTTP/1.1\r\n\r\n",
  "GET ht1p://x HTTP/1.1\r\n\r\n",
  "GET a\tb HTTP/1.1\r\n\r\n",
  "GET a b HTTP/1.1\r\n\r\n",
  "GET / HTTP/1.1\r\n Host: a\r\n\r\n",
  "GET / HTTP/1.1\r\nHo st: a\r\n\r\n",
  "GET / HTTP/1.1\r\nHost : a\r\n\r\n",
  "GET / HTTP/1.1\r\nContent-Length : 1\r\n\r\nx",
  "GET / HTTP/1.1\r\n: a\r\n\r\n",
  "GET / HTTP/1.1\r\nHost\r\n\r\n",
  "GET / HTTP/1.1\r\nH\u00e9: a\r\n\r\n",
  "GET / HTTP/1.1\r\nA: \u00e9\u00ff\r\n\r\n",
  "GET / HTTP/1.1\r\nA: b\x01c\r\n\r\n",
  "GET / HTTP/1.1\r\nA: b\x00c\r\n\r\n",
  "GET / HTTP/1.1\r\nA: b\x7f\r\n\r\n",
  "GET / HTTP/1.1\r\nA: b\nB: c\n\n",
  "GET / HTTP/1.1\r\nA: b\rB: c\r\n\r\n",
  "GET / HTTP/1.1\r\nA: b\r\n\rX",
  "GET / HTTP/1.1\r\nA: b\r\n\nX",
  "GET / HTTP/1.1\r\nA:\nB: c\r\n\r\n",
  "GET / HTTP/1.1\r\nA:\rB: c\r\n\r\n",
  "GET / HTTP/1.1\r\nA:\r\n b\r\n\r\n",
  "GET / HTTP/1.1\r\nContent-Length:\r\n 5\r\n\r\nhello",
  'GET / HTTP/1.1\r\nA: "b"\t c\r\n\r\n',
  "GET / HTTP/1.1\r\n\nX",
  "GET / HTTP/1.1\r\nConnection: keep-alive, close\r\n\r\nGET",
  "GET / HTTP/1.1\r\nConnection: closed\r\n\r\nGET / HTTP/1.1\r\n\r\n",
  "GET / HTTP/1.1\r\nConnection: foo, close , bar\r\n\r\nX",
  "GET / HTTP/1.1\r\nConnection:close\r\nConnection: keep-alive\r\n\r\nX",
  "GET / HTTP/1.1\r\nProxy-Connection: close\r\n\r\nX",
  "GET / HTTP/1.1\r\nConnection: ,,close\r\n\r\nX",
  "GET / HTTP/1.1\r\nConnection: upgrade\r\n\r\nGET / HTTP/1.1\r\n\r\n",
  "GET / HTTP/1.1\r\nUpgrade: x\r\n\r\nGET / HTTP/1.1\r\n\r\n",
  "GET / HTTP/1.1\r\nConnection: cl\x01ose\r\n\r\n",
  "GET / HTTP/1.1\r\nConnections: close\r\nXConnection: close\r\n\r\nGET / HTTP/1.1\r\n\r\n",
  "GET / HTTP/1.1\r\nCoNNection: CLOSE\r\n\r\nX",
  "GET / HTTP/1.1\r\nConnection: Upgrade, keep-alive\r\nUpgrade: h2c\r\nHost: a\r\n\r\nxx",
  ...[
    "5\r\nhello\r\n0\r\n\r\n",
    "5\nhello\r\n0\r\n\r\n",
    "5 \r\nhello\r\n0\r\n\r\n",
    "5\r\nhello\n0\r\n\r\n",
    "5\r\nhelloX",
    "5\r\nhello\rX",
    "g\r\n",
    "\r\n",
    "5g\r\n",
    "5\rX",
    "ffffffffffffffff\r\nx",
    "10000000000000000\r\n",
    "5;\r\nhello\r\n0\r\n\r\n",
    "5; a\r\n",
    "5;a b\r\n",
    "5;a=\r\nhello\r\n0\r\n\r\n",
    '5;a="\r\n',
    '5;a="b"c\r\n',
    '5;a="b"\nhello',
    '5;a="b\\\x01"',
    "5;a\nhello",
    "5;a=b\nhello",
    "5;a=b;c\r\nhello\r\n0;x\r\n\r\n",
    "0\r\nA: b\r\nC:\r\n\r\nGET / HTTP/1.1\r\n\r\n",
    "0\r\nContent-Length: 1\r\n\r\n",
    "0\r\nTransfer-Encoding: chunked\r\n\r\n",
    "0\r\n A: b\r\n\r\n",
    "0\r\n\rX",
    "0\r\n\n",
    '5;a=b"c"\r\nhello\r\n0\r\n\r\n',
    "00005\r\nhello\r\n000\r\n\r\n",
    'a;x="\u00e9"\r\n0123456789\r\n0\r\n\r\n',
  ].map((body) => `POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n${body}`),
  "POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nhel",
  "GET / HTTP/1.1\r\nHost",
  "G",
  "",
  "\r\n",
  "GET /very",
  "QUERY / HTTP/1.1\r\n\r\n",
  "M-SEARCH * HTTP/1.1\r\n\r\n",
  "MKCALENDAR / HTTP/1.1\r\n\r\n",
  "MKCOX / HTTP/1.1\r\n\r\n",
  "UNSUBSCRIBE / HTTP/1.1\r\n\r\n",
  "GET_ / HTTP/1.1\r\n\r\n",
  "GET/ HTTP/1.1\r\n\r\n",
  "ACL / HTTP/1.1\r\n\r\n",
  `GET / HTTP/1.1\r\n${Array.from({ length: 40 }, (_, i) => `H${i}: v${i}\r\n`).join("")}\r\n`,
  `POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n${Array.from({ length: 3 }, (_, i) => `T${i}: v${i}\r\n`).join("")}\r\n`,
];
const responses = [
  "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhelloHTTP/1.1 204 No Content\r\n\r\n",
  "HTTP/1.1 200 OK\r\n\r\nuntil the end",
  "HTTP/1.0 200 OK\r\n\r\nuntil the end",
  "HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n",
  "HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n",
  "HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
  "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
  "HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\nrest",
  "HTTP/1.1 101 Switching\r\n\r\nrest",
  "HTTP/1.1 102 P\r\n\r\nHTTP/1.1 103 E\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
  "HTTP/1.1 199 X\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nT: 1\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
  "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nabc",
  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, gzip\r\n\r\nabc",
  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: gzip\r\n\r\nabc",
  "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nokHTTP/1.1",
  "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nall",
  "HTTP/1.1 200 OK\r\nConnection: upgrade\r\nUpgrade: h2\r\nContent-Length: 2\r\n\r\nok",
  "HTTP/1.1 200 \u00e9\r\nContent-Length: 0\r\n\r\n",
  "HTTP/1.1 200 O\x01K\r\nContent-Length: 0\r\n\r\n",
  "HTTX/1.1 200 OK\r\n\r\n",
  "HTTP 1.1 200 OK\r\n\r\n",
  "HTTP/1.x 200 OK\r\n\r\n",
  "HTTP/x.1 200 OK\r\n\r\n",
  "HTTP/1 200 OK\r\n\r\n",
  "HTTP/3.0 200 OK\r\n\r\n",
  "HTTP/1.1200 OK\r\n\r\n",
  "HTTP/1.1 20 OK\r\n\r\n",
  "HTTP/1.1 2000 OK\r\n\r\n",
  "HTTP/1.1 abc OK\r\n\r\n",
  "HTTP/1.1 200\n\r\n",
  "HTTP/1.1 200 OK\n\r\n",
  "HTTP/1.1 200 OK\rX",
  "HTTP/1.1  200 OK\r\n\r\n",
  "RTSP/1.0 200 OK\r\n\r\n",
  "ICE/1.0 200 OK\r\n\r\n",
  "HTTP/1.1 999 X\r\nContent-Length: 1\r\n\r\nx",
  "HTTP/1.1 000 X\r\nContent-Length: 1\r\n\r\nx",
  "ICY 200 OK\r\n\r\n",
  "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel",
  "HTTP/1.1 205 Reset\r\nContent-Length: 0\r\n\r\n",
  "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nUpgrade: x\r\nConnection: close\r\n\r\n",
];

const rows = [...requests.map((input) => request(input)), ...responses.map((input) => response(input))];
const LENIENT = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1023];
for (const row of rows.slice()) {
  for (const lenient of LENIENT) {
    const strict = run(row, [Buffer.from(row.input, "latin1")]);
    const loose = run({ ...row, lenient }, [Buffer.from(row.input, "latin1")]);
    if (JSON.stringify(strict) !== JSON.stringify(loose)) rows.push({ ...row, lenient });
  }
}
for (const input of [
  "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
  "HTTP/1.1 200 OK\r\n\r\nrest",
])
  for (const answer of [1, 2]) rows.push(response(input, { answer }));
for (const input of [
  "GET / HTTP/1.1\r\nContent-Length: 2\r\n\r\nabrest",
  "GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
])
  for (const answer of [1, 2]) rows.push(request(input, { answer }));
for (const max of [1, 10, 17, 18, 19, 30, 31])
  for (const input of [
    "GET /0123456789 HTTP/1.1\r\nHost: abc\r\nX: y\r\n\r\n",
    "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\nTrailer: abcdef\r\n\r\n",
  ])
    rows.push(request(input, { max }));
rows.push(
  request(`POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1;${"x".repeat(16384)}\r\n`),
  request(`POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1;${"x".repeat(16385)}\r\n`),
  request(`GET / HTTP/1.1\r\nA: ${"x".repeat(16384)}${end}`),
);

// Faults at random: one byte changed, dropped, doubled or put in.
let seed = Number(process.argv[2] ?? 7);
const random = (n) => {
  seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
  return (seed >>> 8) % n;
};
const bases = rows.filter((row) => row.input.length < 200 && row.input.length > 20);
const noise = [
  "\r",
  "\n",
  " ",
  "\t",
  ":",
  ",",
  ";",
  '"',
  "\x00",
  "\x01",
  "\x7f",
  "\xe9",
  "a",
  "G",
  "0",
  "/",
  "?",
  "#",
  "@",
  "=",
];
const mutations = Number(process.argv[3] ?? 500);
for (let i = 0; i < mutations; i++) {
  const base = bases[random(bases.length)];
  let input = base.input;
  for (let n = random(2); n >= 0; n--) {
    const at = random(input.length),
      kind = random(4),
      piece = noise[random(noise.length)];
    input =
      input.slice(0, at) +
      (kind === 0 ? piece : kind === 1 ? "" : kind === 2 ? input[at] + input[at] : piece + input[at]) +
      input.slice(at + 1);
  }
  const lenient = random(4) === 0 ? random(1024) : base.lenient;
  rows.push({ ...base, input, lenient });
}
if (process.argv[4])
  require("node:fs").writeFileSync(
    process.argv[4],
    `[\n${rows.map((row) => JSON.stringify(check(row))).join(",\n")}\n]\n`,
  );
else write("Http/HttpParser.json", rows.map(check));
