// (src/node_perf.cc)
(function (binding, native, host) {
  const { constants, milestones, observerCounts } = binding;
  observerCounts.fill(0);
  // Milestones are nanoseconds of the monotonic clock, the time origin timestamp is microseconds since 1970.
  host.onAdopt.push(() => {
    const [origin, timestamp] = native.origin();
    milestones.fill(-1);
    milestones[constants.NODE_PERFORMANCE_MILESTONE_TIME_ORIGIN_TIMESTAMP] = timestamp;
    milestones[constants.NODE_PERFORMANCE_MILESTONE_TIME_ORIGIN] = origin;
    milestones[constants.NODE_PERFORMANCE_MILESTONE_ENVIRONMENT] = origin;
    milestones[constants.NODE_PERFORMANCE_MILESTONE_NODE_START] = origin;
    milestones[constants.NODE_PERFORMANCE_MILESTONE_V8_START] = origin;
  });
  class Histogram {}
  return {
    now: native.now,
    markBootstrapComplete() {
      milestones[constants.NODE_PERFORMANCE_MILESTONE_BOOTSTRAP_COMPLETE] = native.bootstrapComplete();
    },
    loopIdleTime: () => 0,
    getTimeOrigin: () => milestones[constants.NODE_PERFORMANCE_MILESTONE_TIME_ORIGIN] / 1e6,
    getTimeOriginTimestamp: () => milestones[constants.NODE_PERFORMANCE_MILESTONE_TIME_ORIGIN_TIMESTAMP] / 1e3,
    setupObservers(callback) {
      host.performanceObserver = callback;
    },
    notify() {},
    installGarbageCollectionTracking() {},
    removeGarbageCollectionTracking() {},
    uvMetricsInfo: () => [0, 0, 0],
    markBootstrapStart() {},
  };
});
