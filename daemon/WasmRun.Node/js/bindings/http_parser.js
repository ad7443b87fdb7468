// The classes around the native parser: Bindings/Http. (src/node_http_parser.cc)
(function (binding, native, host) {
  const { hidden } = host;
  const kParser = (host.httpParserKey = host.native.engine.privateSymbol('http parser'));
  const kList = host.native.engine.privateSymbol('http connections');
  let FastBuffer;
  /** Part of a body as a Buffer over an ArrayBuffer of its own. */
  host.newBody = (bytes) => new (FastBuffer ??= host.loaders.require('internal/buffer').FastBuffer)(bytes);
  host.newParseError = (code, reason, bytesParsed) => Object.assign(new Error('Parse Error'), { bytesParsed, code, reason });

  class HTTPParser extends Object.getPrototypeOf(binding.HTTPParser) {
    constructor() {
      super();
      hidden(this, kParser, native.create());
    }
    initialize(type, resource, maxHeaderSize, lenientFlags, connections) {
      const limit = maxHeaderSize || host.loaders.require('internal/options').getOptionValue('--max-http-header-size');
      native.initialize(this, type, limit, lenientFlags ?? 0, connections?.[kList] ?? 0);
    }
    getCurrentBuffer() {
      return host.newBody(native.currentBuffer(this));
    }
    free() {}
    // The socket itself is paused meanwhile, so that nothing comes that could be held back.
    pause() {}
    resume() {}
  }
  for (const name of ['execute', 'finish', 'remove', 'close', 'consume', 'unconsume']) hidden(HTTPParser.prototype, name, native[name]);
  Object.assign(HTTPParser, {
    REQUEST: 1,
    RESPONSE: 2,
    kOnMessageBegin: 0,
    kOnHeaders: 1,
    kOnHeadersComplete: 2,
    kOnBody: 3,
    kOnMessageComplete: 4,
    kOnExecute: 5,
    kOnTimeout: 6,
    kLenientNone: 0,
    kLenientHeaders: 1,
    kLenientChunkedLength: 2,
    kLenientKeepAlive: 4,
    kLenientTransferEncoding: 8,
    kLenientVersion: 16,
    kLenientDataAfterClose: 32,
    kLenientOptionalLFAfterCR: 64,
    kLenientOptionalCRLFAfterChunk: 128,
    kLenientOptionalCRBeforeLF: 256,
    kLenientSpacesAfterChunkSize: 512,
    kLenientHeaderValueRelaxed: 1024,
    kLenientAll: 1023,
  });

  let lists = 0;
  class ConnectionsList {
    constructor() {
      hidden(this, kList, ++lists);
    }
    all() {
      return native.connections(this[kList]);
    }
    idle() {
      return native.idleConnections(this[kList]);
    }
    active() {
      return native.activeConnections(this[kList]);
    }
    expired(headersTimeout, requestTimeout) {
      return native.expiredConnections(this[kList], headersTimeout, requestTimeout);
    }
  }
  // ---- what undici expects of WebAssembly: an instance of llhttp with callbacks into JavaScript
  const kReason = 16;
  const kStart = 1024;
  class Module {}
  class Instance {
    constructor(module, { env }) {
      const memory = { buffer: new ArrayBuffer(kStart) };
      const forgotten = new FinalizationRegistry((number) => native.closeLlhttp(number));
      const of = (parser) => parser.number;
      this.exports = {
        memory,
        malloc(size) {
          memory.buffer = new ArrayBuffer(kStart + size);
          return kStart;
        },
        free() {},
        llhttp_alloc(type) {
          const parser = { number: native.createLlhttp(type, env), consumed: 0, reason: '' };
          forgotten.register(parser, parser.number);
          return parser;
        },
        llhttp_free: (parser) => native.closeLlhttp(of(parser)),
        llhttp_resume() {},
        llhttp_execute: (parser, at, length) => native.executeLlhttp(of(parser), parser, memory.buffer, at, length),
        llhttp_finish: (parser) => native.finishLlhttp(of(parser), parser),
        llhttp_get_error_pos: (parser) => kStart + parser.consumed,
        llhttp_get_error_reason(parser) {
          const text = new Uint8Array(memory.buffer, kReason, kStart - kReason);
          for (let i = 0; i <= parser.reason.length; i++) text[i] = i < parser.reason.length ? parser.reason.charCodeAt(i) : 0;
          return kReason;
        },
      };
    }
  }
  const llhttp = {
    Module,
    Instance,
    compile: async () => new Module(),
    instantiate: async (module, imports) => new Instance(module, imports),
  };

  return { HTTPParser, ConnectionsList, llhttp };
});
