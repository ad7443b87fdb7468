// The classes around the native handles: Bindings/Zlib. (src/node_zlib.cc)
(function (binding, native, host) {
  const { hidden } = host;
  const kHandle = host.native.engine.privateSymbol('zlib handle');
  const kState = host.native.engine.privateSymbol('zlib state');

  /** Tells of an error, or puts what is left of output and input where the stream looks for it. */
  function finish(handle, failed) {
    if (failed === undefined) return true;
    handle.onerror(failed[0], failed[1], failed[2]);
    return false;
  }
  // What a program forgets to close is given back when its object is collected.
  const forgotten = new FinalizationRegistry((number) => native.close(number));
  function adopt(handle, number) {
    forgotten.register(handle, number);
    hidden(handle, kHandle, number);
  }

  const makeClass = (Original, init, own = {}) => {
    const Class = {
      [Original.name]: class extends Object.getPrototypeOf(Original) {
        constructor(mode) {
          super();
          hidden(this, kState, { mode, result: undefined, callback: undefined, writing: false, closing: false });
        }
      },
    }[Original.name];
    const methods = {
      init(...args) {
        return init.call(this, this[kState], ...args);
      },
      writeSync(flush, input, inputOffset, inputLength, output, outputOffset, outputLength) {
        const state = this[kState];
        finish(this, native.write(this[kHandle], state.result, flush, input, inputOffset, inputLength, output, outputOffset, outputLength));
      },
      // Done at once, told in the next turn: the thread pool's part of the work.
      write(flush, input, inputOffset, inputLength, output, outputOffset, outputLength) {
        const state = this[kState];
        state.writing = true;
        host.native.messaging.later(() => {
          state.writing = false;
          if (state.closing) return close(this);
          if (finish(this, native.write(this[kHandle], state.result, flush, input, inputOffset, inputLength, output, outputOffset, outputLength))) {
            state.callback.call(this);
          }
          if (state.closing) close(this);
        });
      },
      reset() {
        finish(this, native.reset(this[kHandle]));
      },
      close() {
        const state = this[kState];
        state.closing = true;
        if (!state.writing) close(this);
      },
      params() {},
      ...own,
    };
    for (const name of Object.keys(methods)) hidden(Class.prototype, name, methods[name]);
    return Class;
  };
  function close(handle) {
    if (handle[kHandle] === undefined) return;
    native.close(handle[kHandle]);
    hidden(handle, kHandle, undefined);
  }

  const Zlib = makeClass(
    binding.Zlib,
    function (state, windowBits, level, memLevel, strategy, result, callback, dictionary) {
      state.result = result;
      state.callback = callback;
      const made = native.create(state.mode, windowBits, level, memLevel, strategy, dictionary);
      if (typeof made === 'number') adopt(this, made);
      else this.onerror(made[0], made[1], made[2]);
    },
    {
      params(level, strategy) {
        finish(this, native.params(this[kHandle], level, strategy));
      },
    },
  );
  function initBrotli(state, parameters, result, callback) {
    state.result = result;
    state.callback = callback;
    const made = native.createBrotli(state.mode, parameters);
    if (made === undefined) {
      const { ERR_ZLIB_INITIALIZATION_FAILED } = host.loaders.require('internal/errors').codes;
      throw new ERR_ZLIB_INITIALIZATION_FAILED();
    }
    adopt(this, made);
  }
  const BrotliEncoder = makeClass(binding.BrotliEncoder, initBrotli);
  const BrotliDecoder = makeClass(binding.BrotliDecoder, initBrotli);

  return { Zlib, BrotliEncoder, BrotliDecoder, crc32: (data, value) => native.checksum(data, value) };
});
