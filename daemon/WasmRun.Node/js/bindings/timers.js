// (src/timers.cc) The timer itself lives in EventLoop/TimerPhase.cs.
(function (binding, native, host) {
  return {
    setupTimers(processImmediate, processTimers) {
      host.processImmediate = processImmediate;
      host.processTimers = processTimers;
    },
  };
});
