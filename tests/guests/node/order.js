// From within a timer the order of what comes next is promised; from the main program it depends on how long that took.
setTimeout(() => {
  console.log('timeout 0');
  setTimeout(() => console.log('timeout in timeout'), 0);
  setImmediate(() => {
    console.log('immediate');
    process.nextTick(() => console.log('tick in immediate'));
    Promise.resolve().then(() => console.log('promise in immediate'));
  });
}, 0);
process.nextTick(() => console.log('tick 1'));
Promise.resolve()
  .then(() => {
    console.log('promise 1');
    process.nextTick(() => console.log('tick in promise'));
  })
  .then(() => console.log('promise 2'));
queueMicrotask(() => console.log('microtask'));
process.nextTick(() => {
  console.log('tick 2');
  Promise.resolve().then(() => console.log('promise in tick'));
});
(async () => {
  console.log('async 1');
  await null;
  console.log('async 2');
  await new Promise((resolve) => setTimeout(resolve, 400));
  console.log('async 3');
})();
let n = 0;
const interval = setInterval(() => {
  console.log('interval', ++n);
  if (n === 3) clearInterval(interval);
}, 300);
setTimeout(() => {}, 100).unref();
process.on('exit', (code) => console.log('exit', code));
process.on('beforeExit', () => console.log('beforeExit'));
console.log('sync');
