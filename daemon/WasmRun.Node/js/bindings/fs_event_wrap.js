(function (binding, native, host) {
  const kState = host.native.engine.privateSymbol('watch');
  class FSEvent extends Object.getPrototypeOf(binding.FSEvent) {
    constructor() {
      super();
      host.hidden(this, kState, { id: 0, referenced: true });
    }
    get initialized() {
      return this[kState].id > 0;
    }
    start(path, persistent, recursive, encoding) {
      const state = this[kState];
      if (state.id > 0) return 0;
      const id = native.watch(this, path, recursive);
      if (id < 0) return id;
      state.id = id;
      state.referenced = persistent;
      if (persistent) host.native.messaging.reference(true);
      return 0;
    }
    close(callback) {
      const state = this[kState];
      if (state.id > 0) {
        native.unwatch(state.id);
        state.id = 0;
        if (state.referenced) host.native.messaging.reference(false);
      }
      host.native.messaging.later(() => {
        this[host.symbols.handle_onclose]?.();
        callback?.call(this);
      });
    }
    ref() {
      const state = this[kState];
      if (!state.referenced && state.id > 0) host.native.messaging.reference(true);
      state.referenced = true;
    }
    unref() {
      const state = this[kState];
      if (state.referenced && state.id > 0) host.native.messaging.reference(false);
      state.referenced = false;
    }
    hasRef() {
      return this[kState].referenced;
    }
    getAsyncId() {
      return 0;
    }
  }
  return { FSEvent };
});
