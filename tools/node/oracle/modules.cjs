// Module lexing: V8's module requests and top-level await, Node's CommonJS lexer and module syntax detection.
'use strict';
const vm = require('node:vm');
const acorn = require('internal/deps/acorn/acorn/dist/acorn');
const walk = require('internal/deps/acorn/acorn-walk/dist/walk');
const { internalBinding, write } = require('./common.cjs');

const modules = [
  '', '#!/usr/bin/env node\nimport "a"', 'import "a";', "import 'a\\u0062\\x63\\n';", 'import x from "a"', 'import * as ns from "a"',
  'import {a, b as c, "d e" as f} from "a"', 'import d, {a} from "a"', 'import d, * as n from "b"', 'import{a}from"b"',
  'import source from "x"', 'import source x from "x"', 'import source from from "x"', 'import from from "x"',
  'import {from} from "x"', 'import {as as from} from "x"', 'import * as from from "x"', 'import as, {as as as} from "x"',
  'import a from "a" with {type: "json"}', 'import "a" with {"type": "json"};', 'import a from "a" with {}',
  'import a from "a"\nwith\n{ type : "json" , }', 'import /* from "no" */ a // from "no"\n from "a"',
  'export * from "a"', 'export * as ns from "a"', 'export {a, b as "c"} from "a"', 'export {} from "a"', 'export {}',
  'const a = 1; export {a}\n/re"/.test("x")', 'export default function () {} import "after"', 'export default class {}\nimport "after"',
  'export default async function () { await 1 }', 'export default () => {}', 'export const a = 1, b = 2', 'export let x = /import "no"/',
  'export default (async () => { await 1 })()', 'import("a")', 'import ("a")', 'import/**/(/**/"a")', 'x.import("a")', 'x?.import("a")',
  'const o = { import() {} , import: 1}; o.import', 'class C { import() {} static import() {} get import() {} async import() {} *import() {} }',
  'class C { x = import("a"); import() {} y = import("b")\n import2() {} }', 'import.meta.url', 'x = import . meta', 'f(import.meta, import("b"))',
  'import.source("a")', 'const a = `${import("a")} ${`${import.meta.url}`}`', '`import("no")`', '"import(\'no\')"', '// import("no")',
  '/* import("no") */ import("yes")', 'const r = /import("no")/', 'const r = /[/]import("no")/', 'a / import("yes") / b', 'if (a) /import("no")/.test(b)',
  'a++ / import("yes") / 1', 'x = a ? /import("no")/ : b', 'x = {} / import("yes") / 1', '{} /import("no")/', 'function f() {} /import("no")/.test(1)',
  'x = function () {} / import("yes") / 1', 'class A {} /import("no")/.test(1)', 'x = class {} / import("yes") / 1', 'label: { } /import("no")/',
  'for (const x of /import("no")/g[Symbol.matchAll]("")) ;', 'return_ / import("yes") / g', 'do x; while (y) /import("no")/.test(1)',
  'x = a => {}\n/import("no")/.test(1)', 'switch (a) { case /import("no")/: {} /import("no")/; default: /import("no")/ }', 'typeof /import("no")/',
  'x = y\n/import("yes")/z', 'a = b\n++c / import("yes") / d', 'x = [1] / import("yes") / 2', 'x = `a` / import("yes") / 2', 'x = `${1}` / import("yes") / 2',
  'await 1', 'await x;', 'for await (const x of y) ;', 'await using x = y', '{ await x }', 'if (a) { await x }', 'try { } catch { return_; import("x") }', 'async function f() { try { } catch { return import("x") } }', 'try { await x } catch { await y }',
  'async function f() { await x }', 'async () => { await x }', 'async () => await x', 'const f = async () => await x', 'const f = async () => await x\nawait y',
  'const f = async () => await x; await y', 'const f = async x => await x, g = await y', 'f(async () => await x, 1)', 'f(async () => await x, await y)',
  'const o = { async m() { await x } }', 'const o = { await: 1, async await() {} }; o.await; o?.await', 'const o = { m: await x }', 'const o = { [await x]: 1 }',
  'const o = { ...await x }', 'const {a = await x} = y', 'class C { async m() { await x } }', 'class C { static { } async m() { await x } }', 'class C extends (await x) {}',
  'class C { [await x]() {} }', 'class C { x = async () => await y; z = async () => { await y } }', 'x = async function () { await y }', 'x = async function* () { for await (const a of b) ; }',
  'const f = async () => a ? await b : await c', 'x = a ? async () => await b : await c', 'x = a ? await b : 1', 'const f = async () => ({ a: await b })',
  '`${await x}`', 'async () => `${await x}`', 'x = async () => await y\n`${await z}`', 'const f = async () => (await x)\n(await y)', 'const s = "await x"', '/* await x */', '/await x/',
  'x.await', 'export default await x', 'export const y = await x', 'const f = () => () => 1; await f', '[async () => await x, await y]', '[async () => await x]',
  'const f = async (a, b = 1) => { await a }\nconst g = async a =>\n await a', 'const f = async () => await x\n++y', 'const f = () => x\nfor await (const a of b);',
  'var a = async () => await import("a"); await import("b")', 'class A extends class { async m() { await 1 } } { async n() { await 2 } }', 'class A extends f({ async m() { await 1 } }) {}',
  'x = class A { static async m() { await 1 } static x = 1; static async *g() { yield await 1 } get [a]() { return 1 } }\nawait 2',
  'function f() { return async () => await 1 }', 'function f() { if (a) { } else { } } await 1', 'import a from "a"; function f() { import("b") } export { f }; import b from "b"',
  'import a from "a"; import a2 from "a"; import a3 from "b"', 'export { a } from "a"; import { a as b } from "a" ; export * from "c"', 'const \\u{61}b = 1; import("x")', 'const é = 1, 日本 = "\u2028"; import("x")',
  '\ufeffimport "a"', '\u00a0import "a"', 'let a = 1\u2028import "a"', 'a = 0x1e-1 / import("yes") / 2', 'a = 1e-1 / import("yes") / 2', 'a = 1..x / import("yes")', 'a = .5 / import("yes")/2',
  'a = b.if / import("yes")/ 2', 'class A { #x = 1; static s(o) { return #x in o } m() { return this.#x / import("yes") / 2 } }', 'throw /import("no")/', 'a = x => x / import("yes") / 2',
  'const get = 1, set = 2, of = 3, async = 4, from = 5; import("x"); of / import("yes") / 1', 'while (a) { continue\n/import("no")/ }', 'a = b ? c : d => e / import("yes") / 2', 'void 0, import("x")',
  'var x = a?.5:import("x")', 'var x = a ?? import("x")', 'a &&= import("x")', 'yield_: for (;;) { break yield_ }', 'x = { get a() { return import("a") }, set a(v) { import("b") } }', 'new.target_; new (import("x").y)',
  'function f() { return /import("no")/ }', 'const a = b\nexport { a }\nimport "x"', 'var f = function () { return 1 }\nimport "x"', 'if (x) {}\nimport "y"', 'import "a"\nimport "b"', 'import "a", "b"',
];

const run = async () => {
  const rows = [];
  for (const source of modules) {
    let module, tree;
    try {
      module = new vm.SourceTextModule(source);
    } catch { continue; } // not valid: the lexer says nothing about it
    try { tree = acorn.parse(source, { ecmaVersion: 'latest', sourceType: 'module', allowHashBang: true }); } catch { tree = null; }
    const dynamic = [], metas = [];
    const byte = (index) => Buffer.byteLength(source.slice(0, index));
    if (tree) walk.full(tree, (node) => {
      if (node.type === 'ImportExpression') dynamic.push(byte(node.start));
      if (node.type === 'MetaProperty' && node.meta.name === 'import') metas.push(byte(node.start));
    });
    rows.push({
      source,
      imports: module.moduleRequests.map(({ specifier, attributes, phase }) => ({ specifier, attributes: Object.entries(attributes), phase: phase ?? 'evaluation' })),
      topLevelAwait: module.hasTopLevelAwait(),
      dynamic: tree && dynamic.sort((a, b) => a - b), metas: tree && metas.sort((a, b) => a - b),
      exports: tree && tree.body.some((node) => node.type.startsWith('Export')),
    });
  }
  write('Modules/EsModules.json', rows);
};

const { containsModuleSyntax } = internalBinding('contextify');
const detected = [
  ...modules.filter((source) => !/^ *await *\/|await \/.*\/$/.test(source)),
  'exports.a = 1', 'const require = 1', 'let module', 'class exports {}', 'const { require } = x', 'const { a: require, b } = x', 'const { require: a } = x', 'const [__dirname] = x', 'let a, __filename',
  'var require = 1', 'function require() {}', 'function f() { const require = 1 }', '{ const require = 1 }', 'const a = require("a")', 'await\nx', 'await (x)', 'await [x]', 'await + 1', 'await `x`', 'await !x', 'await != x',
  'var await = 1; await', 'await "x"', 'await {}', 'await new X', 'await await x', 'x = await y', 'if (x) await y', 'function f() { await x }', 'async function f() { await x }', 'import("x")', 'import x from "y"',
  'import "y"', 'import {a} from "y"', 'export default 1', 'if (0) { import.meta }', 'x <!-- import.meta\n', '--> import "x"\n', 'export', 'syntax error here', 'const a = `import x from "y"`', '/* import x from "y" */', '"export default 1"',
  'import.meta', 'return import.meta', 'const import_ = 1', 'module.exports = { import: 1 }', 'x.export = 1', 'f(await x)', '[await x]', '({a: await x})', 'if (await x) y', 'a ? b : await c', 'x = (await y)', 'await f(await x)', 'await (async () => {})()', '(await\nx)', 'f(await\nx)', 'return await x', 'throw await x', 'f(1); `${(await x)}`', 'for (await x;;);', '() => await x', 'class A { x = await y }', 'await x\nconst require = 1', 'await;', 'await => 1', 'a = {\n b: await c }', 'x = async () => { await y }; await z', 'await x; const y = require("a")', 'const exports = await x', 'with (a) {} export {}', 'with (a) {}', 'require = 1',
];

const cjs = [
  '', 'exports.a = 1', 'module.exports.a = 1', 'exports["a b"] = 1', "exports['\\u0061'] = 1", "exports['\\ud800'] = 1", "exports['\\ud83d\\ude00'] = 1", 'exports.a = exports.b = exports.c = 1', 'exports . a\n= 1', 'exports/**/./**/a = 1', 'exports.a == 1', 'exports.a', 'exports.a()',
  'foo.exports.a = 1', 'foo.module.exports.a = 1', 'x?.exports.a', 'module.exports = { a, b, c }', 'module.exports = { a: b, "c": d, e: f.g, h }', 'module.exports = { a, ...b, c }', "module.exports = { ...require('a'), ...require('b') }", 'module.exports = { a: 1, b }', 'module.exports = { a() {}, b }',
  'module.exports = { a: function () {}, b }', "module.exports = { 'a', b }", "module.exports = { 'a': 'b', c }", 'module.exports = { a, }', 'module.exports = {}', 'module.exports = { get a() {}, b }', 'module.exports = { async, b }', 'module.exports={a:b,c:d}', 'module.exports = { a: b() , c }', 'module.exports = { [a]: b }', 'exports = { a, b }', 'exports = module.exports = { a }', 'module.exports = exports = { a, b }',
  "module.exports = require('a')", "module.exports = require('a'); module.exports = require('b')", "if (x) module.exports = require('./a'); else module.exports = require('./b')", "module.exports = require('a')()", "module.exports = require(x)", 'module.exports = require(`a`)', "module.exports = require('a'); module.exports = { b }", "module.exports = { b }; module.exports = require('a')",
  "Object.defineProperty(exports, '__esModule', { value: true })", 'Object.defineProperty(module.exports, "__esModule", { value: !0 });', 'Object.defineProperty(exports, "a", { enumerable: true, get: function () { return b.c; } });', 'Object.defineProperty(exports, "a", { enumerable: true, get: function () { return b["c"]; } });', 'Object.defineProperty(exports, "a", { enumerable: true, get() { return b } })',
  'Object.defineProperty(exports, "a", { enumerable: true, get: function get() { return b.c } })', 'Object.defineProperty(exports, "a", { get: () => b })', 'Object.defineProperty(exports, "a", { enumerable: false, get() { return b } })', 'Object.defineProperty(exports, "a", { enumerable: true, value: 1 })', 'Object.defineProperty(exports, "a", { get() { return b() } }); exports.a = 1', 'Object.defineProperty(exports, "a", { writable: true, value: 1 })',
  'Object.defineProperty(exports, "a", desc)', 'Object.defineProperty(exports, a, { value: 1 })', 'Object.defineProperty(x, "a", { value: 1 })', 'foo.Object.defineProperty(exports, "a", { value: 1 })', 'Object.defineProperty(exports, "a", { enumerable: true, get: function () { return b.c; }, }, )', 'Object.defineProperty(exports, "a", { enumerable: !0, get: function () { return b } })', '(0, x.y)(Object.defineProperty(exports, "a", { value: 1 }))',
  "__export(require('a'))", "__exportStar(require('a'))", "tslib.__exportStar(require('a'), exports)", "tslib_1.__export(require('a'))", "(function () { __export(require('a')) })()", "__exportX(require('a'))", "__export( require('a'))",
  `var _a = require("a"); Object.keys(_a).forEach(function (key) { if (key === "default" || key === "__esModule") return; exports[key] = _a[key]; });`,
  `var _a = require("a");\n\nObject.keys(_a).forEach(function (key) {\n  if (key === "default" || key === "__esModule") return;\n  if (Object.prototype.hasOwnProperty.call(_exportNames, key)) return;\n  if (key in exports && exports[key] === _a[key]) return;\n  Object.defineProperty(exports, key, {\n    enumerable: true,\n    get: function () {\n      return _a[key];\n    }\n  });\n});`,
  `const _a = _interopRequireWildcard(require("a"));\nObject.keys(_a).forEach(function (k) { if (k !== 'default' && !exports.hasOwnProperty(k)) exports[k] = _a[k]; });`,
  `let a = require('a'); Object.keys(a).forEach(function (k) { if (k !== 'default') Object.defineProperty(exports, k, { enumerable: true, get: function () { return a[k]; } }); });`,
  `var a = require('a'); Object.keys(a).forEach(function (k) { if (k !== 'default' && !Object.prototype.hasOwnProperty.call(exports, k)) exports[k] = a[k] })`,
  `var a = require('a'); Object.keys(b).forEach(function (k) { if (k !== 'default') exports[k] = b[k]; });`, `var a = require('a'); Object.keys(a).forEach(function (k) { exports[k] = a[k]; });`, `Object.keys(a).forEach(function (k) { if (k !== 'default') exports[k] = a[k]; });`,
  `{ var a = require('a'); Object.keys(a).forEach(function (k) { if (k !== 'default') exports[k] = a[k]; }); }`, `var a = require('a'); Object.keys(a).forEach(function (k) { if (k === 'default' || k === '__esModule') return; if (k in module.exports && module.exports[k] === a[k]) return; module.exports[k] = a[k]; });`,
  'import x from "x"; exports.a = 1', 'export default 1; exports.a = 1', 'import("x"); exports.a = 1', 'import.meta.url; exports.a = 1', 'function f() { import("x") } exports.a = 1', '/* exports.no = 1 */ exports.a = 1 // exports.no = 1', '"exports.no = 1"; exports.a = 1', '`exports.no = 1 ${exports.a = 1}`', '/exports.no = 1/; exports.a = 1', 'a / exports.b / (exports.c = 1)', 'if (a) /exports.no = 1/.test(b); exports.a = 1',
  '(function (exports) { exports.a = 1; exports["b"] = 2 })(exports)', '!function () { "use strict"; exports.a = 1 }()', '0 && (module.exports = { a, b, c })', 'x ? exports.a = 1 : exports.b = 2', 'exports.default = void 0; exports.a = exports.default = b', 'module.exports = { __esModule: true, a }', 'exports.日本 = 1', 'exports.$a_1 = 1', 'exports.class = 1', 'exports.a\u0020=1', 'exports[a] = 1', 'exports[`a`] = 1', "exports['a'].b = 1", '(exports.a = 1', 'exports.a = 1)', '{ exports.a = 1', '#!/bin/x\nexports.a = 1',
  'module.exports = { set a(v) {}, b }', 'module.exports = { async a() {}, b }', 'module.exports = { get, b }', 'module.exports = { get: a, b }', "module.exports = { get 'a'() {}, b }", 'module.exports = { get\na() {} }', 'module.exports = { get [a]() {} }', 'module.exports = { a b }', 'module.exports = { a: b.c, d }', 'module.exports = { *a() {} }', 'module.exports = { a = 1, b }',
  'exports.a = 1; Object.defineProperty(exports, "a", { get() { return b() } })', '__export (require("a"))', '__export(require ( "a"))', "const a = _interopRequireWildcard( require('a')); Object.keys(a).forEach(function (k) { if (k !== 'default') exports[k] = a[k]; });", "const\na\n=\nrequire('a'); Object.keys(a).forEach(function (k) { if (k !== 'default') exports[k] = a[k]; });",
  'module.exports = { a: require("x"), b }', 'module.exports = { "a": require("x"), b }', 'module.exports = { "a": b, "c": require("y").z, d }', 'module.exports = { a: require(x) }', 'module.exports = require("q"); module.exports = { a: require("y") }',
  'module["exports"].a = 1', 'module . exports . a = 1', 'exports.a = 1, exports.a = 2', 'const { a } = module.exports = { a: 1 }', 'module.exports = a ? { b } : { c }', 'module.exports = class A { static b = 1 }', 'module.exports = function () {}; module.exports.a = 1', 'module.exports = Object.assign(a, { b })', '__webpack_exports__.a = 1', 'Object.defineProperty(exports, Symbol.toStringTag, { value: "Module" })', 'exports.a ||= 1', 'exports.a += 1', 'exports.a => 1',
];

(async () => {
  await run();
  const toRow = (source) => ({ source, module: containsModuleSyntax(source, 'a.js') });
  write('Modules/ModuleSyntax.json', [...new Set(detected)].map(toRow));
  const { parse } = internalBinding('cjs_lexer');
  write('Modules/CjsExports.json', cjs.map((source) => {
    const [names, reexports] = parse(source);
    return { source, names: [...names], reexports };
  }));
})();
