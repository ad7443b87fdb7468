(function (binding, native, host) {
  const kState = host.native.engine.privateSymbol('signal');
  class Signal extends Object.getPrototypeOf(binding.Signal) {
    constructor() {
      super();
      host.hidden(this, kState, { started: false, referenced: true });
    }
    start(number) {
      const state = this[kState];
      const error = native.startSignal(this, number);
      if (error === 0 && !state.started) {
        state.started = true;
        if (state.referenced) host.native.messaging.reference(true);
      }
      return error;
    }
    stop() {
      const state = this[kState];
      if (!state.started) return 0;
      state.started = false;
      if (state.referenced) host.native.messaging.reference(false);
      return native.stopSignal(this);
    }
    close(callback) {
      this.stop();
      host.native.messaging.later(() => {
        this[host.symbols.handle_onclose]?.();
        callback?.call(this);
      });
    }
    ref() {
      const state = this[kState];
      if (!state.referenced && state.started) host.native.messaging.reference(true);
      state.referenced = true;
    }
    unref() {
      const state = this[kState];
      if (state.referenced && state.started) host.native.messaging.reference(false);
      state.referenced = false;
    }
    hasRef() {
      return this[kState].referenced;
    }
  }
  return { Signal };
});
