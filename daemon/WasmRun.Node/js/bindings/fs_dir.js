// Directory handles over one listing, taken when the directory is opened. (src/node_dir.cc)
(function (binding, native, host) {
  const { kUsePromises } = host.binding('fs');
  const { readdir } = host.native.fs;
  const { later } = host.native.messaging;
  const { hidden } = host;
  const kState = host.native.engine.privateSymbol('directory');

  /** Answers as the fs binding does: at once, through a request, or through a promise. */
  const answer = (request, value) => {
    if (request === undefined) return value;
    if (request === kUsePromises) return Promise.resolve(value);
    later(() => request.oncomplete(null, value));
    return undefined;
  };
  class DirHandle extends Object.getPrototypeOf(binding.DirHandle ?? class {}) {
    constructor(entries) {
      super();
      hidden(this, kState, { entries, at: 0 });
    }
    /** read(encoding, count, request): [name, type, …] of the next entries, null behind the last. */
    read(encoding, count, request) {
      const state = this[kState];
      const [names, types] = state.entries;
      if (state.at >= names.length) return answer(request, null);
      const chunk = [];
      for (let i = 0; i < count && state.at < names.length; i++, state.at++) chunk.push(names[state.at], types[state.at]);
      return answer(request, chunk);
    }
    close(request) {
      return answer(request, undefined);
    }
  }
  const failed = (error, path) => host.uvException(error.errno, 'opendir', path);
  const open = (path, encoding) => {
    try {
      return new DirHandle(readdir(path, encoding, true));
    } catch (error) {
      throw failed(error, path);
    }
  };
  return {
    DirHandle,
    opendirSync: (path) => open(path, 'utf8'),
    opendir(path, encoding, request) {
      if (request === undefined) return open(path, encoding);
      try {
        return answer(request, open(path, encoding));
      } catch (error) {
        if (request === kUsePromises) return Promise.reject(error);
        later(() => request.oncomplete(error));
        return undefined;
      }
    },
  };
});
