const util = require('util');
class Point {
  constructor(x, y) {
    this.x = x;
    this.y = y;
  }
  get length() {
    return 1;
  }
}
const circular = { name: 'c' };
circular.self = circular;
console.log(1, -0, 'text', true, null, undefined, 10n, Symbol('s'));
console.log([1, 'two', [3, [4, [5, [6]]]]], { a: 1, 'b-c': { d: { e: { f: 1 } } } });
console.log(new Map([['k', { v: 1 }]]), new Set([1, 'x']), new WeakMap(), new WeakSet());
console.log(new Date(0), /re/gi, new Point(1, 2), circular);
console.log([undefined, , null], Object.create(null), new (class extends Array {})(3));
console.log(new Uint8Array([1, 2, 3]), new ArrayBuffer(4), Buffer.from('hi'), new DataView(new ArrayBuffer(2)));
console.log(function named() {}, () => {}, class A {}, class B extends Point {}, async () => {}, function* gen() {});
console.log(Promise.resolve(4), Promise.reject(new RangeError('no')).catch(() => {}) && 1, new Promise(() => {}));
console.log(new Proxy({ a: 1 }, {}), new Proxy(function f() {}, {}));
console.log(util.inspect({ get a() { return 1; }, set b(v) {}, get c() { return 1; }, set c(v) {} }));
console.log(util.inspect('it\'s "quoted"'), util.inspect(['a\nb', 'tab\t', '\u001b[0m']));
console.log(util.inspect({ a: { b: { c: {} } } }, { depth: 0 }), util.inspect({ a: [1, 2, { b: 3 }] }, { compact: false }));
console.log(util.inspect(new Map([[{ a: 1 }, new Set([1])]]), { showHidden: true }));
console.log(util.inspect(Array.from({ length: 200 }, (_, i) => i)));
console.log(util.inspect('x'.repeat(200)).length, util.inspect({ s: 'y'.repeat(100) }));
console.log(util.format('%s %d %i %f %j %o %O %%', 'a', 1.5, 1.9, '2.5', { j: 1 }, { o: 1 }, { O: 1 }), util.format('%c', 'css'), util.format('a', 'b', { c: 1 }));
console.log(util.inspect({ a: 1n, b: Symbol.iterator, [Symbol('k')]: 1 }), util.types.isProxy(new Proxy({}, {})));
console.log(util.isDeepStrictEqual({ a: [1, new Map([[1, 2]])] }, { a: [1, new Map([[1, 2]])] }), util.inspect(globalThis).length > 100);
console.table([{ a: 1, b: 2 }, { a: 3, b: 4 }]);
console.group('group');
console.log('indented');
console.groupEnd();
console.error('to stderr');
console.log(util.inspect(new Error('plain')).split('\n')[0], util.inspect(Object.assign(new TypeError('typed'), { code: 'E' })).includes("code: 'E'"));
console.log([new Map([[1, 2]]).entries(), new Set([5]).values()], util.inspect(new (class Foo extends Map {})([[1, 2]])));
console.log(util.inspect({ f: function () {}, g() {}, h: () => {} }), util.inspect(Object.create({ inherited: 1 })));
console.log(util.styleText('red', 'x'), util.stripVTControlCharacters('\u001b[31mx\u001b[0m'));
console.log((123456789.123).toLocaleString === undefined, [1.5, 2.25].map(String));
