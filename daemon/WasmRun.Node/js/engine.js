// Makes quickjs-ng look like V8 where Node's library can tell the difference. Runs before everything else.
// Evaluates to (native) => engine; `native` holds the engine's own host functions (Bindings/EngineBinding.cs).
(function (native) {
  'use strict';
  const engine = { prepareStackTrace: undefined, moduleWrapper: 'Object.<anonymous>' };
  const { defineProperty, getOwnPropertyDescriptor, getPrototypeOf } = Object;
  const define = (object, name, value) => defineProperty(object, name, { __proto__: null, value, writable: true, configurable: true });
  const rename = (fn, name) => defineProperty(fn, 'name', { __proto__: null, value: name, configurable: true });

  // Globals of the engine that Node defines itself, or that V8 does not have.
  const runMicrotask = globalThis.queueMicrotask;
  engine.enqueueMicrotask = (callback) => runMicrotask(callback);
  for (const name of ['performance', 'DOMException', 'btoa', 'atob', 'queueMicrotask', 'navigator', 'InternalError', 'bjson', 'scriptArgs', 'print']) {
    delete globalThis[name];
  }

  // ---- WeakRef keeps its target until the job that made it has ended (AddToKeptObjects); the engine's lets go at once.
  {
    const Native = WeakRef;
    const kept = [];
    const letGo = () => {
      kept.length = 0;
    };
    const { WeakRef: Keeping } = {
      WeakRef: function (target) {
        if (new.target === undefined) throw new TypeError('Constructor WeakRef requires \'new\'');
        const made = Reflect.construct(Native, [target], new.target);
        if (kept.length === 0) runMicrotask(letGo);
        kept.push(target);
        return made;
      },
    };
    defineProperty(Keeping, 'prototype', { __proto__: null, value: Native.prototype, writable: false });
    define(Native.prototype, 'constructor', Keeping);
    define(globalThis, 'WeakRef', Keeping);
  }

  // ---- Atomics: one thread sees the memory, so plain loads and stores are atomic.
  if (typeof Atomics === 'undefined') {
    const atomics = Object.create(Object.prototype, { [Symbol.toStringTag]: { value: 'Atomics', configurable: true } });
    const check = (array, index) => {
      if (!ArrayBuffer.isView(array) || array instanceof DataView || array instanceof Float32Array || array instanceof Float64Array) {
        throw new TypeError('[object Object] is not an integer typed array.');
      }
      const at = Math.trunc(Number(index)) || 0;
      if (at < 0 || at >= array.length) throw new RangeError('Invalid atomic access index');
      return at;
    };
    const update = {
      add: (old, value) => old + value,
      sub: (old, value) => old - value,
      and: (old, value) => old & value,
      or: (old, value) => old | value,
      xor: (old, value) => old ^ value,
      exchange: (old, value) => value,
    };
    const methods = {
      load(array, index) {
        return array[check(array, index)];
      },
      store(array, index, value) {
        array[check(array, index)] = value;
        return value;
      },
      compareExchange(array, index, expected, replacement) {
        const at = check(array, index);
        const old = array[at];
        if (old === expected) array[at] = replacement;
        return old;
      },
      isLockFree: (size) => size === 1 || size === 2 || size === 4 || size === 8,
      notify: (array, index) => (check(array, index), 0),
      wait(array, index, value, timeout = Infinity) {
        if (array[check(array, index)] !== value) return 'not-equal';
        native.sleep(timeout === Infinity ? -1 : Math.max(0, Number(timeout) || 0));
        return 'timed-out';
      },
      waitAsync: (array, index, value) =>
        array[check(array, index)] !== value ? { async: false, value: 'not-equal' } : { async: false, value: 'timed-out' },
      pause() {},
    };
    for (const name of Object.keys(update)) {
      methods[name] = (array, index, value) => {
        const at = check(array, index);
        const old = array[at];
        array[at] = update[name](old, value);
        return old;
      };
    }
    for (const name of Object.keys(methods)) define(atomics, name, rename(methods[name], name));
    define(globalThis, 'Atomics', atomics);
  }

  // ---- Error.stack. V8 captures call sites when an error is made and formats them when `stack` is first read;
  // quickjs-ng calls one hook at once and then defines a data property. Our hook keeps the call sites and installs a
  // non-configurable accessor: the engine's own define then fails silently, and formatting stays lazy, which Node's
  // errors need (they set code and message after super()).
  const kTrace = native.privateSymbol('stack trace');
  const nativeClass = native.className;
  const kPlace = native.privateSymbol('place');
  const kBlamed = native.privateSymbol('blamed property');
  const nativeCapture = Error.captureStackTrace;
  const setHook = getOwnPropertyDescriptor(Error, 'prepareStackTrace').set;
  const errorToString = Error.prototype.toString;
  const apply = Reflect.apply;
  let capturing = null;

  const headerOf = (error) => {
    try {
      return apply(errorToString, error, []);
    } catch {
      return '<error>';
    }
  };
  const plainTrace = (error, sites) => {
    let text = headerOf(error);
    for (let i = 0; i < sites.length; i++) text += `\n    at ${sites[i]}`;
    return text;
  };
  const format = (error, trace) => {
    const sites = trace.sites;
    trace.sites = undefined;
    let value;
    if (engine.prepareStackTrace !== undefined) {
      // An exception out of a user's Error.prepareStackTrace reaches the reader of `stack`, as in V8.
      value = engine.prepareStackTrace(globalThis, error, sites);
    } else {
      value = plainTrace(error, sites);
    }
    trace.value = value;
    return value;
  };
  const stackAccessor = {
    __proto__: null,
    get() {
      const trace = this?.[kTrace];
      if (trace === undefined) return undefined;
      return trace.sites !== undefined ? format(trace.owner, trace) : trace.getter !== undefined ? apply(trace.getter, this, []) : trace.value;
    },
    set(value) {
      if ((typeof this !== 'object' && typeof this !== 'function') || this === null) return;
      const trace = this[kTrace];
      if (trace !== undefined && trace.owner === this) {
        trace.sites = trace.getter = undefined;
        trace.value = value;
      } else {
        defineProperty(this, 'stack', { __proto__: null, value, writable: true, enumerable: true, configurable: true });
      }
    },
  };
  rename(stackAccessor.get, '');
  rename(stackAccessor.set, '');
  const fixed = { __proto__: null, get: stackAccessor.get, set: stackAccessor.set, enumerable: false, configurable: false };
  const loose = { __proto__: null, get: stackAccessor.get, set: stackAccessor.set, enumerable: false, configurable: true };
  const remember = (object, sites) => {
    define(object, kTrace, { owner: object, sites, all: sites, value: undefined, getter: undefined });
  };
  const ownTrace = (object) => {
    const trace = object[kTrace];
    return trace !== undefined && trace.owner === object ? trace : undefined;
  };

  /** Frames that V8 would not have: our own scripts and functions, and what a call through primordials adds. */
  const isShown = (site) => {
    const file = site.getFileName();
    if (file) return !file.startsWith('wasmrun:');
    const fn = site.getFunction();
    return !engine.hiddenFunctions.has(fn);
  };
  engine.hiddenFunctions = new Set([Function.prototype.call, Function.prototype.apply, Reflect.apply, Reflect.construct]);

  const hook = (error, all) => {
    if (all.length > 0 && !engine.callSitesReady) completeCallSites(getPrototypeOf(all[0]));
    let sites = all.filter(isShown);
    if (capturing !== null) {
      capturing.sites = sites;
      return '';
    }
    if (nativeClass(error) !== 'Error' && nativeClass(error) !== 'DomException') {
      // Something else was thrown: it gets no stack, but the report of an uncaught one names the place.
      const again = engine.lastThrown !== undefined && engine.lastThrown.value === error;
      if (!again || isOfProgram(sites[0])) engine.lastThrown = { value: error, site: sites[0] };
      return '';
    }
    // The engine calls the hook again each time the error is thrown anew: the first call sites are its stack, the last
    // place is what the report of an uncaught error shows.
    const known = ownTrace(error);
    if (known !== undefined) {
      const isSameFunction = known.thrownAt === undefined && sites[0]?.getFunction() === known.all[0]?.getFunction();
      if (isSameFunction || isOfProgram(sites[0])) known.thrownAt = sites[0];
      return '';
    }
    let place;
    if (error instanceof SyntaxError && all.length > 0 && typeof all[0].getFunction() !== 'function') {
      place = all[0];
      sites = sites.slice(1);
    } else {
      sites = withoutConstructors(error, sites);
      engine.translateMessage?.(error, sites);
    }
    try {
      remember(error, limit < sites.length ? sites.slice(0, Math.max(0, limit)) : sites);
      error[kTrace].place = place;
      defineProperty(error, 'stack', fixed);
    } catch {
      // A frozen or exotic object keeps no stack.
    }
    return '';
  };
  /** The library's `finally` blocks throw on what is not theirs. */
  function isOfProgram(site) {
    const file = site?.getFileName();
    return typeof file === 'string' && !file.startsWith('node:');
  }
  /** V8 leaves out the frames of the constructors that an error class is made of. */
  function withoutConstructors(error, sites) {
    const Class = getPrototypeOf(error)?.constructor;
    for (let i = 0; i < sites.length && i < 6 && sites[i].isConstructor(); i++) {
      if (sites[i].getFunction() === Class) return sites.slice(i + 1);
    }
    return sites;
  }
  setHook.call(Error, hook);
  delete Error.prepareStackTrace;

  // The engine counts frames that are not shown: it is asked for some more than the program wants.
  const Extra = 8;
  const setLimit = getOwnPropertyDescriptor(Error, 'stackTraceLimit').set;
  let limit = 10;
  const applyLimit = (value) => {
    limit = value;
    apply(setLimit, Error, [typeof value === 'number' && value > 0 ? value + Extra : 0]);
  };
  applyLimit(10);
  defineProperty(Error, 'stackTraceLimit', {
    __proto__: null,
    get: () => limit,
    set: applyLimit,
    enumerable: true,
    configurable: true,
  });
  /** Where an error was thrown last, if that is not where it was made. */
  engine.thrownAt = (error) => ownTrace(error)?.thrownAt;
  define(
    Error,
    'captureStackTrace',
    function captureStackTrace(object, constructor) {
      if ((typeof object !== 'object' && typeof object !== 'function') || object === null) {
        throw new TypeError(`Invalid argument`);
      }
      const sites = engine.captureSites(constructor ?? captureStackTrace);
      const trace = ownTrace(object);
      if (trace !== undefined) {
        trace.sites = trace.all = sites;
        trace.getter = undefined;
        return;
      }
      remember(object, sites);
      defineProperty(object, 'stack', loose);
    },
  );

  /** Call sites of the running code, without the frames above and including `above`. */
  engine.captureSites = (above) => {
    const holder = {};
    capturing = holder;
    try {
      nativeCapture({}, above);
    } finally {
      capturing = null;
    }
    const sites = holder.sites ?? [];
    return limit < sites.length ? sites.slice(0, Math.max(0, limit)) : sites;
  };
  /** The call sites an error was made with, also after its stack was formatted. */
  engine.sitesOf = (error) => ((typeof error === 'object' || typeof error === 'function') && error !== null ? ownTrace(error)?.all : undefined);

  /** Where a syntax error is: the place the parser reported. */
  engine.syntaxSite = (error) => ownTrace(error)?.place;
  /** Blames a property of a name for what happened at a call site: V8 points at the property. */
  engine.blame = (site, property) => {
    if (site !== undefined) define(site, kBlamed, property);
  };

  // `stack` stays overridable although the accessor is not configurable.
  const redefine = (object, descriptor) => {
    const trace = (typeof object === 'object' || typeof object === 'function') && object !== null ? ownTrace(object) : undefined;
    if (trace === undefined) return false;
    if ('value' in descriptor) {
      trace.sites = trace.getter = undefined;
      trace.value = descriptor.value;
    } else if (descriptor.get !== undefined) {
      trace.sites = undefined;
      trace.getter = descriptor.get;
    }
    return true;
  };
  const reflectDefine = Reflect.defineProperty;
  define(Object, 'defineProperty', {
    defineProperty(object, key, descriptor) {
      return key === 'stack' && redefine(object, descriptor) ? object : defineProperty(object, key, descriptor);
    },
  }.defineProperty);
  define(Reflect, 'defineProperty', {
    defineProperty(object, key, descriptor) {
      return key === 'stack' && redefine(object, descriptor) ? true : reflectDefine(object, key, descriptor);
    },
  }.defineProperty);

  /** Functions whose frames V8 names after their receiver. */
  engine.displayNames = new Map();
  for (const [type, holder] of [['Array', Array.prototype], ['String', String.prototype], ['Map', Map.prototype], ['Set', Set.prototype]]) {
    for (const name of Object.getOwnPropertyNames(holder)) {
      const method = getOwnPropertyDescriptor(holder, name).value;
      if (typeof method === 'function' && name !== 'constructor') engine.displayNames.set(method, `${type}.${name}`);
    }
  }
  engine.displayNames.set(JSON.parse, 'JSON.parse');
  engine.displayNames.set(JSON.stringify, 'JSON.stringify');
  engine.displayNames.set(RegExp.prototype[Symbol.replace], 'RegExp.[Symbol.replace]');

  // ---- Call sites: the methods of V8's that the engine's objects lack.
  function completeCallSites(prototype) {
    engine.callSitesReady = true;
    const fileName = prototype.getFileName;
    const functionName = prototype.getFunctionName;
    const lineNumber = prototype.getLineNumber;
    const columnNumber = prototype.getColumnNumber;
    /** [line, column, class] as V8 has them, worked out when first asked for. */
    const placeOf = (site) => {
      let place = site[kPlace];
      if (place !== undefined) return place;
      const file = apply(fileName, site, []);
      const line = apply(lineNumber, site, []);
      const column = apply(columnNumber, site, []);
      const name = apply(functionName, site, []);
      if (file && line > 0 && engine.positions !== undefined) {
        const blamed = site[kBlamed];
        if (blamed !== undefined) place = engine.positions.member(file, line, column, blamed);
        place ??= engine.positions.locate(file, line, column, typeof name === 'string' && name !== '' ? name : undefined);
      }
      place ??= [line, column];
      define(site, kPlace, place);
      return place;
    };
    const methods = {
      rawLine() {
        return apply(lineNumber, this, []);
      },
      rawColumn() {
        return apply(columnNumber, this, []);
      },
      getLineNumber() {
        return placeOf(this)[0];
      },
      getColumnNumber() {
        return placeOf(this)[1];
      },
      getFunctionName() {
        const shown = engine.displayNames.get(this.getFunction());
        if (shown !== undefined) return shown;
        const name = apply(functionName, this, []);
        return name === '' || name === '<eval>' || name === '<anonymous>' ? null : name;
      },
      getTypeName() {
        return placeOf(this)[2] ?? null;
      },
      getMethodName: () => null,
      getThis: () => undefined,
      getEvalOrigin: () => undefined,
      getPromiseIndex: () => null,
      getScriptHash: () => '',
      getEnclosingColumnNumber: () => 0,
      getEnclosingLineNumber: () => 0,
      getPosition: () => 0,
      isToplevel: () => true,
      isEval: () => false,
      isAsync: () => false,
      isPromiseAll: () => false,
      getScriptNameOrSourceURL() {
        return apply(fileName, this, []);
      },
      toString() {
        const file = this.getFileName();
        const line = this.getLineNumber();
        const column = this.getColumnNumber();
        let place = this.isNative() || !file ? 'native' : file;
        if (place !== 'native' && line > 0) place += column > 0 ? `:${line}:${column}` : `:${line}`;
        if (place === 'native') place = '<anonymous>';
        const name = this.getFunctionName();
        if (name === null) return place;
        if (this.isConstructor()) return `new ${name} (${place})`;
        const type = this.getTypeName();
        return type !== null && !/[.#]/.test(name) ? `${type}.${name} (${place})` : `${name} (${place})`;
      },
    };
    for (const name of Object.keys(methods)) define(prototype, name, rename(methods[name], name));
  }
  return engine;
});
