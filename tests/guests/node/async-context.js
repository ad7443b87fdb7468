const { AsyncLocalStorage, AsyncResource } = require('async_hooks');
const a = new AsyncLocalStorage();
const b = new AsyncLocalStorage();
a.run(9, () => Promise.resolve().then(() => console.log('then', a.getStore())).finally(() => console.log('finally', a.getStore())));
a.run(10, async () => {
  await null;
  console.log('await', a.getStore());
  await new Promise((resolve) => setImmediate(resolve));
  console.log('after immediate', a.getStore());
  b.run('B', async () => {
    await 1;
    console.log('nested', a.getStore(), b.getStore());
  });
  await 1;
  console.log('after nested', a.getStore(), b.getStore());
  try {
    await Promise.reject(1);
  } catch {
    console.log('catch', a.getStore());
  }
  for await (const x of [1, 2]) console.log('for await', x, a.getStore());
});
a.run(11, () => queueMicrotask(() => console.log('microtask', a.getStore())));
a.run(12, () => process.nextTick(() => console.log('tick', a.getStore())));
a.run(13, () =>
  setTimeout(async () => {
    console.log('timeout', a.getStore());
    await require('timers/promises').setTimeout(1);
    console.log('timeout 2', a.getStore());
    a.run(14, () => require('fs').readFile(__filename, () => console.log('fs', a.getStore())));
  }, 200),
);
(async () => {
  await null;
  console.log('outside', a.getStore());
})();
console.log(a.getStore());
const resource = a.run(15, () => new AsyncResource('test'));
resource.runInAsyncScope(() => console.log('resource', a.getStore()));
