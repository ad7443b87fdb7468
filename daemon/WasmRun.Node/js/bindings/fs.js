// (src/node_file.cc) The calls are native: Bindings/Fs. Here are the classes around them.
(function (binding, native, host) {
  const { statValues, bigintStatValues, statFsValues, bigintStatFsValues } = binding;
  const AsyncWrap = Object.getPrototypeOf(binding.FSReqCallback);
  statValues.fill(0);

  class FSReqCallback extends AsyncWrap {
    constructor(bigint) {
      super();
      if (bigint) host.hidden(this, 'bigint', true);
    }
  }

  const kFd = host.native.engine.privateSymbol('fd');
  class FileHandle extends Object.getPrototypeOf(binding.FileHandle) {
    constructor(fd) {
      super();
      host.hidden(this, kFd, fd);
    }
    get fd() {
      return this[kFd];
    }
    close() {
      const fd = this[kFd];
      this[kFd] = -1;
      return native.close(fd, binding.kUsePromises);
    }
    closeSync() {
      const fd = this[kFd];
      this[kFd] = -1;
      native.close(fd);
    }
    releaseFD() {
      const fd = this[kFd];
      this[kFd] = -1;
      return fd;
    }
    onread() {}
  }
  host.newFileHandle = (fd) => new FileHandle(fd);
  host.statArray = (big, fresh) => {
    if (!fresh) return big ? bigintStatValues : statValues;
    return big ? new BigInt64Array(18) : new Float64Array(18);
  };
  host.statFsArray = (big) => (big ? new BigInt64Array(7) : new Float64Array(7));
  host.asBuffer = (bytes) => host.loaders.require('buffer').Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  host.readTextFile = (path) => {
    try {
      return native.readFileUtf8(path, 0);
    } catch {
      return undefined;
    }
  };

  /** Source text behind a script name, for the line shown above an uncaught error. */
  host.scripts = new Map();
  host.sourceOf = (name) => {
    const known = host.scripts.get(name);
    if (known !== undefined) return known;
    if (name.startsWith('node:')) return host.native.engine.builtinSource(name.slice(5));
    if (name.startsWith('file://')) return host.readTextFile(decodeURIComponent(name.slice(7).replace(/[?#].*$/, '')));
    return name.startsWith('/') ? host.readTextFile(name) : undefined;
  };

  class StatWatcher extends Object.getPrototypeOf(binding.StatWatcher) {
    constructor(bigint) {
      super();
      host.hidden(this, kFd, { bigint, timer: undefined, previous: undefined, referenced: true });
    }
    start(path, interval) {
      const state = this[kFd];
      const { setInterval } = host.loaders.require('timers');
      const read = () => {
        const fields = new Float64Array(36);
        try {
          fields.set(native.stat(path, false).subarray(0, 18));
        } catch {
          // Zeros stand for a file that is not there.
        }
        return fields;
      };
      state.previous = read();
      state.timer = setInterval(() => {
        const now = read();
        const before = state.previous;
        let changed = false;
        for (let i = 0; i < 18; i++) if (i !== 10 && i !== 11 && now[i] !== before[i]) changed = true;
        if (!changed) return;
        state.previous = now.slice();
        now.set(before.subarray(0, 18), 18);
        this.onchange(now[1] === 0 && now[7] === 0 ? -2 : 0, state.bigint ? BigInt64Array.from(now, (x) => BigInt(Math.trunc(x))) : now);
      }, interval);
      if (!state.referenced) state.timer.unref();
      return 0;
    }
    close() {
      clearInterval(this[kFd].timer);
    }
    ref() {
      this[kFd].referenced = true;
      this[kFd].timer?.ref();
    }
    unref() {
      this[kFd].referenced = false;
      this[kFd].timer?.unref();
    }
    hasRef() {
      return this[kFd].referenced;
    }
    getAsyncId() {
      return 0;
    }
  }

  return { FSReqCallback, FileHandle, StatWatcher, openFileHandle: native.openHandle };
});
