const assert = require('assert');
const { EventEmitter } = require('events');
const path = require('path');
const { pipeline, Readable, Transform } = require('stream');
const vm = require('vm');
const attempt = (run) => {
  try {
    return run();
  } catch (error) {
    return [error.name, error.code, error.message];
  }
};
console.log(attempt(() => assert.deepStrictEqual({ a: 1, b: [1, 2] }, { a: 1, b: [1, 3] })));
console.log(attempt(() => assert.strictEqual(1, 2)));
const emitter = new EventEmitter();
emitter.once('x', (...values) => console.log('x', values));
console.log(emitter.emit('x', 1, 2), emitter.emit('x'), attempt(() => emitter.emit('error', new Error('boo'))));
pipeline(
  Readable.from(['a', 'b', 'c']),
  new Transform({
    transform(chunk, encoding, done) {
      done(null, String(chunk).toUpperCase());
    },
  }),
  async (source) => {
    let text = '';
    for await (const chunk of source) text += chunk;
    console.log(text);
  },
  (error) => console.log('pipeline', error),
);
console.log(new URL('https://user:pa@ex.com:8080/p/a?q=1#h'), new URLSearchParams('a=1&b=2').toString());
console.log(require('querystring').stringify({ a: [1, 2], b: 'x y' }), attempt(() => new URL('nonsense')));
console.log(path.relative('/a/b', '/a/c/d'), path.win32.join('a', '..', 'b'), require('os').type());
console.log(structuredClone({ a: new Date(0), b: new Map([[1, { c: 2 }]]), d: [1n] }), attempt(() => structuredClone(() => {}))[0]);
const controller = new AbortController();
controller.signal.addEventListener('abort', () => console.log('aborted', controller.signal.reason.name));
controller.abort();
const sandbox = { a: 5 };
console.log(vm.runInNewContext('b = a * 2; globalThis.c = 3; a + b', sandbox), sandbox, new vm.Script('1 + 1').runInThisContext());
const target = new EventTarget();
target.addEventListener('z', (event) => console.log(event.type));
target.dispatchEvent(new Event('z'));
console.log(attempt(() => null.x), attempt(() => undefinedName), attempt(() => JSON.parse('{ bad')), attempt(() => sandbox.f()));
