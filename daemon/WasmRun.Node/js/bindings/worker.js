// (src/node_worker.cc) This is the main thread.
(function () {
  return {
    isMainThread: true,
    isInternalThread: false,
    ownsProcessState: true,
    threadId: 0,
    threadName: '',
    getEnvMessagePort: () => undefined,
  };
});
