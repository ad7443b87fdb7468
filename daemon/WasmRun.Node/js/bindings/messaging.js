// Message channels inside one thread, and structured cloning. (src/node_messaging.cc)
(function (binding, native, host) {
  const { symbols, hidden } = host;
  const className = host.native.engine.className;
  const kPort = host.native.engine.privateSymbol('port');
  const HandleWrap = Object.getPrototypeOf(binding.MessagePort.prototype);

  const cloneError = (text) => new host.perContext.DOMException(text, 'DataCloneError');
  const constructors = {
    Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array,
    BigInt64Array, BigUint64Array, Float16Array: globalThis.Float16Array,
  };
  const errors = { EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };

  /** StructuredSerialize and -Deserialize in one walk. (HTML, 2.7) */
  function clone(value, transfer, seen = new Map()) {
    if (typeof value === 'function') throw cloneError(`${String(value)} could not be cloned.`);
    if (typeof value === 'symbol') throw cloneError(`${String(value)} could not be cloned.`);
    if (typeof value !== 'object' || value === null) return value;
    const known = seen.get(value);
    if (known !== undefined) return known;
    const put = (copy) => {
      seen.set(value, copy);
      return copy;
    };
    const kind = className(value);
    const marker = value[symbols.messaging_clone_symbol];
    if (value[host.privateSymbols.transfer_mode_private_symbol] !== undefined && typeof marker === 'function') {
      const { data, deserializeInfo } = Reflect.apply(marker, value, []);
      const copy = put(deserializeObject(deserializeInfo));
      copy[symbols.messaging_deserialize_symbol](clone(data, transfer, seen));
      return copy;
    }
    switch (kind) {
      case 'Array': {
        const copy = put(new Array(value.length));
        for (const key of Object.keys(value)) copy[key] = clone(value[key], transfer, seen);
        return copy;
      }
      case 'Boolean':
      case 'Number':
      case 'String':
      case 'BigInt':
        return put(Object(value.valueOf()));
      case 'Date':
        return put(new Date(value.getTime()));
      case 'RegExp':
        return put(new RegExp(value.source, value.flags));
      case 'Map': {
        const copy = put(new Map());
        for (const [key, item] of [...value]) copy.set(clone(key, transfer, seen), clone(item, transfer, seen));
        return copy;
      }
      case 'Set': {
        const copy = put(new Set());
        for (const item of [...value]) copy.add(clone(item, transfer, seen));
        return copy;
      }
      case 'ArrayBuffer':
        return put(transfer.has(value) ? value.transfer() : value.slice(0));
      case 'SharedArrayBuffer':
        return put(value);
      case 'DataView':
        return put(new DataView(clone(value.buffer, transfer, seen), value.byteOffset, value.byteLength));
      case 'Error': {
        const Constructor = errors[value.name] ?? Error;
        const copy = put(Object.create(Constructor.prototype));
        const made = new Constructor(typeof value.message === 'string' ? value.message : '');
        seen.set(value, made);
        if (Object.hasOwn(value, 'cause')) hidden(made, 'cause', clone(value.cause, transfer, seen));
        if (typeof value.stack === 'string') hidden(made, 'stack', value.stack);
        return copy === made ? copy : made;
      }
      case 'Object':
      case 'Arguments':
      case 'MappedArguments': {
        const copy = put({});
        for (const key of Object.keys(value)) copy[key] = clone(value[key], transfer, seen);
        return copy;
      }
    }
    if (constructors[kind]) {
      const buffer = clone(value.buffer, transfer, seen);
      return put(new constructors[kind](buffer, value.byteOffset, value.length));
    }
    if (transfer.has(value)) return put(value);
    throw cloneError(`#<${value.constructor?.name || kind}> could not be cloned.`);
  }
  let deserializeObject = () => ({});

  function structuredClone(value, options) {
    const list = options?.transfer ?? [];
    const transfer = new Set(list);
    for (const item of transfer) {
      const kind = className(item);
      if (kind !== 'ArrayBuffer' && item?.[kPort] === undefined && item?.[symbols.messaging_transfer_symbol] === undefined) {
        throw cloneError('Value could not be cloned.');
      }
    }
    const copy = clone(value, transfer);
    for (const item of transfer) if (className(item) === 'ArrayBuffer' && !item.detached) item.transfer();
    return copy;
  }

  // ---- Ports. A port delivers on a turn of the loop of its own; it keeps the process alive while it is started and referenced.
  class MessagePort {}
  Object.setPrototypeOf(MessagePort.prototype, HandleWrap);
  function makePort() {
    const port = Object.create(MessagePort.prototype);
    hidden(port, kPort, { peer: undefined, queue: [], started: false, referenced: false, closed: false });
    port[symbols.oninit]?.();
    return port;
  }
  function setReferenced(state, on) {
    if (state.referenced === on || state.closed) return;
    state.referenced = on;
    native.reference(on);
  }
  function deliver(port) {
    const state = port[kPort];
    if (!state.started || state.closed || state.queue.length === 0 || state.scheduled) return;
    state.scheduled = true;
    native.later(() => {
      state.scheduled = false;
      if (state.closed || !state.started || state.queue.length === 0) return;
      const message = state.queue.shift();
      deliver(port);
      Reflect.apply(host.perContext.emitMessage, port, [message, [], 'message']);
    });
  }
  const methods = {
    postMessage(value, options) {
      const { peer } = this[kPort];
      const list = Array.isArray(options) ? options : options?.transfer;
      const copy = structuredClone(value, { transfer: list });
      if (peer === undefined || peer[kPort].closed) return;
      peer[kPort].queue.push(copy);
      deliver(peer);
    },
    start() {
      this[kPort].started = true;
      deliver(this);
    },
    close(callback) {
      for (const port of [this, this[kPort].peer]) {
        const state = port?.[kPort];
        if (state === undefined || state.closed) continue;
        setReferenced(state, false);
        state.closed = true;
        native.later(() => port[symbols.handle_onclose]?.());
      }
      if (typeof callback === 'function') native.later(callback);
    },
    drain() {
      deliver(this);
    },
    ref() {
      setReferenced(this[kPort], true);
    },
    unref() {
      setReferenced(this[kPort], false);
    },
    hasRef() {
      return this[kPort].referenced;
    },
  };
  for (const name of Object.keys(methods)) {
    const target = Object.hasOwn(HandleWrap, name) ? HandleWrap : MessagePort.prototype;
    hidden(target === HandleWrap ? MessagePort.prototype : target, name, methods[name]);
  }
  class MessageChannel {
    constructor() {
      this.port1 = makePort();
      this.port2 = makePort();
      this.port1[kPort].peer = this.port2;
      this.port2[kPort].peer = this.port1;
    }
  }

  delete binding.DOMException;
  return {
    MessagePort,
    MessageChannel,
    structuredClone,
    setDeserializerCreateObjectFunction(callback) {
      deserializeObject = callback;
    },
    stopMessagePort(port) {
      if (port?.[kPort]) port[kPort].started = false;
    },
    checkMessagePort: (port) => port?.[kPort] !== undefined && !port[kPort].closed,
    drainMessagePort: (port) => deliver(port),
    receiveMessageOnPort(port) {
      const { queue } = port[kPort];
      return queue.length > 0 ? queue.shift() : symbols.no_message_symbol;
    },
    moveMessagePortToContext: (port) => port,
    broadcastChannel: () => {
      const port = makePort();
      return port;
    },
    exposeLazyDOMExceptionProperty(target) {
      Object.defineProperty(target, 'DOMException', {
        __proto__: null,
        configurable: true,
        enumerable: false,
        get: () => host.perContext.DOMException,
        set(value) {
          Object.defineProperty(target, 'DOMException', { __proto__: null, value, writable: true, configurable: true });
        },
      });
    },
    get DOMException() {
      return host.perContext.DOMException;
    },
  };
});
