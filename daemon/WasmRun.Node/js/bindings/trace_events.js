// No tracing: every category is off. (src/node_trace_events.cc)
(function () {
  const off = new Uint8Array(1);
  return {
    getCategoryEnabledBuffer: () => off,
    getEnabledCategories: () => undefined,
    isTraceCategoryEnabled: () => false,
    setTraceCategoryStateUpdateHandler() {},
    trace() {},
    setLog() {},
  };
});
