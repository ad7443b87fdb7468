// Builds process and internalBinding() for a release, and runs the release's own bootstrap scripts in their real order.
// Evaluates to (native, engine, shape, overlays) => host. A binding is made of three layers, later ones win:
//   1. the release's shape (constants, symbols, typed arrays, stubs that say what is missing),
//   2. C# natives of the same name (native.<binding>.<member>),
//   3. the overlay js/bindings/<binding>.js: (binding, native, host) => members.
(function (native, engine, shape, overlays) {
  'use strict';
  const { defineProperty } = Object;
  const apply = Reflect.apply;
  const typedArrays = { Uint8Array, Uint32Array, Int32Array, Float64Array, BigInt64Array, BigUint64Array };
  const hidden = (object, name, value) =>
    defineProperty(object, name, { __proto__: null, value, writable: true, configurable: true, enumerable: false });

  const host = {
    native,
    engine,
    shape,
    hidden,
    /** The running process's arguments, environment and options; empty while the image is made. */
    config: { argv: ['node'], execArgv: [], execPath: '/usr/local/bin/node', env: { __proto__: null }, options: { __proto__: null }, pid: 0, ppid: 0 },
    privateSymbols: { __proto__: null },
    symbols: { __proto__: null },
    primordials: {},
    perContext: {},
    loaders: {},
  };

  engine.positions = native.positions;
  for (const group of Object.values(native)) for (const fn of Object.values(group)) engine.hiddenFunctions.add(fn);
  /** Where a syntax error is: {file, line, column, text}. */
  engine.syntaxPosition = (error) => {
    const site = engine.syntaxSite(error);
    if (site === undefined) return undefined;
    engine.translateSyntaxError(error, site);
    const [file, line, column] = [site.getFileName(), site.rawLine(), site.rawColumn()];
    const text = native.positions.line(file, line);
    if (text === undefined) return undefined;
    const token = native.positions.token(file, line, column);
    return { file, line, column: column - 1, text, width: token ? token[0].split('\n')[0].length : 1 };
  };

  // ---- shape → values
  const missing = (path) => {
    const name = path.slice(path.lastIndexOf('.') + 1).replace(/^.*[#<]/, '');
    return {
      [name]() {
        const error = new Error(`internalBinding: ${path} is not available in wasmrun`);
        error.code = 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM';
        throw error;
      },
    }[name];
  };
  const parents = new Map();
  const makeParent = (path, description) => {
    if (!description) return undefined;
    const key = JSON.stringify(description);
    let made = parents.get(key);
    if (made === undefined) {
      made = makeClass(path, { name: description.name, proto: description.proto, static: [], parent: description.parent });
      if (description.proto.includes('getAsyncId')) {
        hidden(made.prototype, 'getAsyncId', function getAsyncId() {
          return (this[host.asyncId] ??= host.newAsyncId());
        });
        hidden(made.prototype, 'getProviderType', () => 0);
        hidden(made.prototype, 'asyncReset', function asyncReset() {
          hidden(this, host.asyncId, host.newAsyncId());
        });
      }
      parents.set(key, made);
    }
    return made;
  };
  const makeClass = (path, description) => {
    const Parent = makeParent(path, description.parent);
    const Class = Parent ? { [description.name]: class extends Parent {} }[description.name] : { [description.name]: class {} }[description.name];
    for (const name of description.proto) {
      if (!(name in Class.prototype)) hidden(Class.prototype, name, missing(`${path}#${name}`));
    }
    for (const name of description.static) if (!(name in Class)) Class[name] = missing(`${path}.${name}`);
    return Class;
  };
  const build = (data, path) => {
    if (data === null || typeof data !== 'object') return data;
    if (Array.isArray(data)) return data.map((item, i) => build(item, `${path}.${i}`));
    switch (data.$) {
      case 'undefined':
        return undefined;
      case 'number':
        return Number(data.v);
      case 'bigint':
        return BigInt(data.v);
      case 'symbol':
        return Symbol(data.v);
      case 'function':
        return missing(path);
      case 'class':
        return makeClass(path, data);
      case 'array':
        return new typedArrays[data.type](data.length);
      case 'map':
        return new Map(data.v.map(([key, value]) => [key, build(value, path)]));
    }
    const object = data.$ === 'null' ? { __proto__: null } : {};
    const members = data.$ === 'null' ? data.v : data;
    for (const key of Object.keys(members)) object[key] = build(members[key], `${path}.${key}`);
    return object;
  };
  host.build = (data) => build(data, '');

  // ---- symbols that Node's C++ makes
  host.asyncId = native.engine.privateSymbol('async id');
  for (const [name, { v }] of Object.entries(shape.bindings.util.privateSymbols)) host.privateSymbols[name] = native.engine.privateSymbol(v);
  for (const [name, { v }] of Object.entries(shape.bindings.symbols)) host.symbols[name] = Symbol(v);
  host.newAsyncId = () => (host.binding('async_wrap').async_id_fields[2] += 1);

  // ---- internalBinding
  const bindings = { __proto__: null };
  host.binding = (name) => {
    const made = bindings[name];
    if (made !== undefined) return made;
    const data = shape.bindings[name];
    if (data === undefined && overlays[name] === undefined) {
      const error = new Error(`No such binding: ${name}`);
      error.code = 'ERR_INVALID_MODULE';
      throw error;
    }
    const binding = build(data ?? {}, name);
    bindings[name] = binding;
    if (name === 'util') binding.privateSymbols = host.privateSymbols;
    if (name === 'symbols') Object.assign(binding, host.symbols);
    const natives = native[name];
    if (natives !== undefined) for (const key of Object.keys(natives)) if (key in binding) binding[key] = natives[key];
    const overlay = overlays[name];
    if (overlay !== undefined) {
      const members = overlay(binding, natives ?? {}, host);
      for (const key of Object.keys(members)) {
        defineProperty(binding, key, { ...Object.getOwnPropertyDescriptor(members, key), configurable: true, enumerable: true });
      }
    }
    return binding;
  };

  // ---- the process object, as node::CreateProcessObject makes it
  function makeProcess() {
    const process = function process() {};
    const prototype = Object.create(Object.prototype, {
      constructor: { value: process, writable: true, configurable: true },
      [Symbol.toStringTag]: { value: 'process', configurable: true },
    });
    process.prototype = prototype;
    const object = Object.create(Object.create(prototype));
    object.version = shape.version;
    object.versions = Object.freeze({ ...shape.versions });
    object.arch = 'x64';
    object.platform = 'linux';
    object.release = { ...shape.release };
    object[host.privateSymbols.exit_info_private_symbol] = host.exitInfo = new Int32Array(3);
    defineProperty(object, 'env', { __proto__: null, value: makeEnvironment(), enumerable: true, configurable: true, writable: true });
    hidden(object, '_events', undefined);
    delete object._events;
    let title = 'node';
    defineProperty(object, 'title', {
      __proto__: null,
      enumerable: true,
      configurable: true,
      get: () => title,
      set: (value) => {
        title = String(value);
      },
    });
    return object;
  }

  /** process.env converts every value to a string and refuses symbols, like the interceptors of node_env_var.cc. */
  function makeEnvironment() {
    host.environment = {};
    const text = (value) => {
      if (typeof value === 'symbol') throw new TypeError('Cannot convert a Symbol value to a string');
      return `${value}`;
    };
    return new Proxy(host.environment, {
      __proto__: null,
      set(target, key, value) {
        if (typeof key === 'symbol') throw new TypeError('Cannot convert a Symbol value to a string');
        target[key] = text(value);
        return true;
      },
      defineProperty(target, key, descriptor) {
        if ('value' in descriptor) {
          if (!descriptor.configurable || !descriptor.writable || !descriptor.enumerable) {
            const { ERR_INVALID_OBJECT_DEFINE_PROPERTY } = host.loaders.require('internal/errors').codes;
            throw new ERR_INVALID_OBJECT_DEFINE_PROPERTY(
              "'process.env' only accepts a configurable, writable, and enumerable data descriptor",
            );
          }
          target[key] = text(descriptor.value);
          return true;
        }
        const { ERR_INVALID_OBJECT_DEFINE_PROPERTY } = host.loaders.require('internal/errors').codes;
        throw new ERR_INVALID_OBJECT_DEFINE_PROPERTY("'process.env' does not accept an accessor(getter/setter) descriptor");
      },
    });
  }
  const process = (host.process = makeProcess());

  // ---- bootstrap
  const kUndici = 'internal/deps/undici/undici';
  const parametersOf = (id) => {
    if (id === 'internal/bootstrap/realm') return 'process, getLinkedBinding, getInternalBinding, primordials';
    if (id.startsWith('internal/per_context/')) return 'exports, primordials, privateSymbols, perIsolateSymbols';
    if (id.startsWith('internal/main/') || id.startsWith('internal/bootstrap/')) return 'process, require, internalBinding, primordials';
    const parameters = 'exports, require, module, process, internalBinding, primordials';
    return id === kUndici ? `${parameters}, WebAssembly` : parameters;
  };
  host.compiled = { __proto__: null };
  // Its one use of WebAssembly is a build of llhttp, for which our own parser stands in.
  const compileUndici = () => {
    const compiled = native.engine.compileBuiltin(kUndici, parametersOf(kUndici));
    return (...args) => compiled(...args, host.binding('http_parser').llhttp);
  };
  host.compileBuiltin = (id) =>
    (host.compiled[id] ??= id === kUndici ? compileUndici() : native.engine.compileBuiltin(id, parametersOf(id)));
  const run = (id, ...args) => apply(host.compileBuiltin(id), undefined, args);
  host.runBuiltin = (id) => run(id, process, host.loaders.require, host.loaders.internalBinding, host.primordials);

  host.boot = () => {
    for (const id of ['primordials', 'domexception', 'messageport']) {
      run(`internal/per_context/${id}`, host.perContext, host.primordials, host.privateSymbols, host.symbols);
    }
    run('internal/bootstrap/realm', process, host.binding, host.binding, host.primordials);
    for (const id of [
      'internal/bootstrap/node',
      'internal/bootstrap/web/exposed-wildcard',
      'internal/bootstrap/web/exposed-window-or-worker',
      'internal/bootstrap/switches/is_main_thread',
      'internal/bootstrap/switches/does_own_process_state',
    ]) {
      host.runBuiltin(id);
    }
  };

  /** Loads modules that most programs need, so that the image already holds them. */
  host.warm = (required, compiledOnly) => {
    for (const id of required) host.loaders.require(id);
    nameFrames();
    for (const id of compiledOnly) host.compileBuiltin(id);
  };

  /** What V8 calls the functions that every trace of a program ends with. */
  function nameFrames() {
    const { displayNames } = engine;
    const { Module, wrapSafe } = host.loaders.require('internal/modules/cjs/loader');
    for (const name of ['_compile', 'load', 'require']) displayNames.set(Module.prototype[name], `Module.${name}`);
    for (const name of ['_load', '_resolveFilename', '_findPath']) displayNames.set(Module[name], `Module.${name}`);
    for (const name of Object.keys(Module._extensions)) displayNames.set(Module._extensions[name], `Object.${name}`);
    displayNames.set(host.loaders.require('internal/modules/run_main').executeUserEntryPoint, 'Module.executeUserEntryPoint [as runMain]');
    displayNames.set(host.tickCallback, 'process.processTicksAndRejections');
    displayNames.set(host.processTimers, 'process.processTimers');
    displayNames.set(host.processImmediate, 'process.processImmediate');
  }

  /** EmitProcessBeforeExit and EmitProcessExit of src/api/hooks.cc; the exit code is the answer. */
  const exitCode = () => (host.exitInfo[2] !== 0 ? host.exitInfo[1] : 0);
  host.emitBeforeExit = () => {
    if (host.exitInfo[0] === 0) process.emit('beforeExit', exitCode());
    return exitCode();
  };
  const UnsettledTopLevelAwait = 13; // ExitCode::kUnsettledTopLevelAwait
  const isUnsettled = () => {
    const promise = globalThis[host.privateSymbols.entry_point_promise_private_symbol];
    return promise !== undefined && native.util.getPromiseDetails(promise)?.[0] === 0;
  };
  host.emitExit = () => {
    const code = () => (host.exitInfo[2] === 0 && isUnsettled() ? UnsettledTopLevelAwait : exitCode());
    process._exiting = true;
    host.exitInfo[0] = 1;
    process.emit('exit', code());
    const status = code();
    if (status === UnsettledTopLevelAwait) warnOfStalledAwait();
    return status;
  };
  /** Names the place only where there is one await to blame: the engine does not tell which one stalls. */
  function warnOfStalledAwait() {
    const module = globalThis[host.privateSymbols.entry_point_module_private_symbol];
    const url = module?.url;
    if (typeof url !== 'string') return;
    const lines = (host.sourceOf(url) ?? '').split('\n');
    const awaits = lines.flatMap((line, i) => (/\bawait\b/.test(line) ? [i] : []));
    const place = awaits.length === 1 ? `${url}:${awaits[0] + 1}\n${lines[awaits[0]]}\n${' '.repeat(lines[awaits[0]].search(/\bawait\b/))}^` : url;
    native.errors.printError(`Warning: Detected unsettled top-level await at ${place}\n\n\n\n`);
  }

  /** Makes a started image this process's own. */
  host.adopt = (config) => {
    host.config = config;
    for (const key of Object.keys(config.env)) host.environment[key] = config.env[key];
    process.argv = config.argv;
    process.execArgv = config.execArgv;
    process.execPath = config.execPath;
    process.debugPort = 9229;
    process.pid = config.pid;
    process.ppid = config.ppid;
    if (config.options['--title']) process.title = config.options['--title'];
    for (const adopt of host.onAdopt) adopt(config);
  };
  host.onAdopt = [];

  return host;
});
