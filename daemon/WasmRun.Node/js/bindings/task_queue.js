// Ticks and microtasks. (src/node_task_queue.cc) The order itself is kept by EventLoop/Microtasks.cs.
(function (binding, native, host) {
  return {
    setTickCallback(callback) {
      host.tickCallback = callback;
    },
    enqueueMicrotask: host.engine.enqueueMicrotask,
    setPromiseRejectCallback(callback) {
      host.promiseRejected = callback;
    },
  };
});
