// Writes what a Node release expects of its native side: the shape of every internal binding.
//
//   path/to/release/bin/node --expose-internals tools/node/make-shape.cjs OUT.json
//
// Must be run by the release itself. The output is data (names, constants, option tables, class
// shapes, error numbers), never library source. Encoding: plain JSON, and for what JSON lacks an
// object with the single tag "$": see encode() below; js/realm.js decodes it.
"use strict";

const { writeFileSync } = require("node:fs");
const { internalBinding } = require("internal/test/binding");

const BINDINGS = [
  "async_context_frame",
  "async_wrap",
  "blob",
  "block_list",
  "buffer",
  "builtins",
  "cares_wrap",
  "cjs_lexer",
  "config",
  "constants",
  "contextify",
  "credentials",
  "crypto",
  "diagnostics_channel",
  "encoding_binding",
  "errors",
  "fs",
  "fs_dir",
  "fs_event_wrap",
  "heap_utils",
  "http2",
  "http_parser",
  "icu",
  "inspector",
  "internal_only_v8",
  "js_stream",
  "js_udp_wrap",
  "locks",
  "messaging",
  "mksnapshot",
  "module_wrap",
  "modules",
  "options",
  "os",
  "performance",
  "permission",
  "pipe_wrap",
  "process_methods",
  "process_wrap",
  "report",
  "sea",
  "serdes",
  "signal_wrap",
  "spawn_sync",
  "sqlite",
  "stream_pipe",
  "stream_wrap",
  "string_decoder",
  "symbols",
  "task_queue",
  "tcp_wrap",
  "timers",
  "tls_wrap",
  "trace_events",
  "tty_wrap",
  "types",
  "udp_wrap",
  "url",
  "url_pattern",
  "util",
  "uv",
  "v8",
  "wasm_web_api",
  "watchdog",
  "webstorage",
  "worker",
  "zlib",
];

// Their content is the library itself, or belongs to the process that runs this script.
const LEFT_OUT = { builtins: ["natives", "config"] };
const FUNCTION_FIELDS = ["length", "name", "prototype", "arguments", "caller"];

const ownNames = (value, skip) => Object.getOwnPropertyNames(value ?? {}).filter((name) => !skip.includes(name));

/** The prototypes above a native class, nearest first: HandleWrap, AsyncWrap, … */
function encodeParent(prototype) {
  const parent = Object.getPrototypeOf(prototype);
  if (!parent || parent === Object.prototype || parent === Function.prototype || parent === Error.prototype)
    return undefined;
  const name = typeof parent.constructor === "function" ? parent.constructor.name : "";
  return { name, proto: ownNames(parent, ["constructor"]), parent: encodeParent(parent) };
}

function encode(value, depth = 0) {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") {
    return Number.isFinite(value) && !Object.is(value, -0)
      ? value
      : { $: "number", v: Object.is(value, -0) ? "-0" : String(value) };
  }
  if (value === undefined) return { $: "undefined" };
  if (typeof value === "bigint") return { $: "bigint", v: String(value) };
  if (typeof value === "symbol") return { $: "symbol", v: value.description };
  if (typeof value === "function") {
    const members = ownNames(value.prototype, ["constructor"]);
    if (value.prototype && (members.length > 0 || /^[A-Z]/.test(value.name))) {
      return {
        $: "class",
        name: value.name,
        proto: members,
        static: ownNames(value, FUNCTION_FIELDS),
        parent: encodeParent(value.prototype),
      };
    }
    return { $: "function", name: value.name };
  }
  if (ArrayBuffer.isView(value)) return { $: "array", type: value.constructor.name, length: value.length };
  if (Array.isArray(value)) return value.map((item) => encode(item, depth + 1));
  if (value instanceof Map) return { $: "map", v: [...value].map(([key, item]) => [encode(key), encode(item)]) };
  if (depth > 6) return { $: "undefined" };
  const members = {};
  for (const name of Object.getOwnPropertyNames(value)) {
    try {
      members[name] = encode(value[name], depth + 1);
    } catch {
      // An accessor that works only on a real instance: the binding's own code supplies it.
    }
  }
  return Object.getPrototypeOf(value) === null ? { $: "null", v: members } : members;
}

function encodeBindings() {
  const all = {};
  for (const name of BINDINGS) {
    let binding;
    try {
      binding = internalBinding(name);
    } catch {
      continue; // not in this release
    }
    const encoded = encode(binding);
    const members = encoded.$ === "null" ? encoded.v : encoded;
    for (const left of LEFT_OUT[name] ?? []) delete members[left];
    all[name] = members;
  }
  return all;
}

function encodeOptions() {
  const options = internalBinding("options");
  const values = options.getCLIOptionsValues();
  const info = options.getCLIOptionsInfo();
  values["--expose-internals"] = false;
  return {
    values: encode(values),
    embedder: encode(options.getEmbedderOptions()),
    types: options.types,
    info: [...info.options].map(([name, o]) => [name, o.type, o.envVarSettings, o.defaultIsTrue, o.helpText]),
    aliases: [...info.aliases],
  };
}

const builtins = internalBinding("builtins");
const { builtinCategories } = builtins;
const shape = {
  version: process.version,
  versions: { ...process.versions },
  release: { name: process.release.name, lts: process.release.lts },
  features: encode(process.features),
  bindings: encodeBindings(),
  options: encodeOptions(),
  errors: [...internalBinding("uv").getErrorMap()].map(([number, [name, message]]) => [number, name, message]),
  categories: builtinCategories && {
    canBeRequired: [...builtinCategories.canBeRequired],
    cannotBeRequired: [...builtinCategories.cannotBeRequired],
  },
  config: JSON.parse(JSON.stringify(process.config)),
};
writeFileSync(process.argv[2], `${JSON.stringify(shape)}\n`);
