// The classes around stream handles; their methods are native: Bindings/Streams. (src/stream_wrap.cc)
(function (binding, native, host) {
  const kHandle = (host.streamKey = host.native.engine.privateSymbol('stream handle'));
  host.onCloseSymbol = host.symbols.handle_onclose;
  const { hidden } = host;

  const methods = {};
  for (const name of [
    'readStart', 'readStop', 'shutdown', 'writeBuffer', 'writev', 'writeUtf8String', 'writeAsciiString', 'writeLatin1String',
    'writeUcs2String', 'close', 'ref', 'unref', 'hasRef', 'setBlocking',
  ]) {
    methods[name] = native[name];
  }
  /** Makes a class of stream handles under the release's own parents. */
  host.makeStreamClass = (Original, own) => {
    const Parent = Object.getPrototypeOf(Original);
    const Class = {
      [Original.name]: class extends Parent {
        constructor(...args) {
          super();
          hidden(this, kHandle, native.create(this));
          own.construct?.call(this, ...args);
        }
      },
    }[Original.name];
    for (const name of Object.keys(methods)) hidden(Class.prototype, name, methods[name]);
    for (const name of Object.keys(own)) if (name !== 'construct') hidden(Class.prototype, name, own[name]);
    hidden(Class.prototype, 'useUserBuffer', function useUserBuffer() {});
    hidden(Class.prototype, 'getAsyncId', function getAsyncId() {
      let id = this[host.asyncId];
      if (id === undefined) hidden(this, host.asyncId, (id = host.newAsyncId()));
      return id;
    });
    hidden(Class.prototype, 'getProviderType', () => 0);
    hidden(Class.prototype, 'isStreamBase', true);
    for (const name of ['fd', 'bytesRead', 'bytesWritten', 'writeQueueSize']) {
      const get = native[name];
      Object.defineProperty(Class.prototype, name, { __proto__: null, get, configurable: true });
    }
    return Class;
  };
  return {};
});
