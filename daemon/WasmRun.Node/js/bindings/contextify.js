// Compiling scripts and functions. (src/node_contextify.cc)
(function (binding, native, host) {
  const { privateSymbols, symbols } = host;
  const { host_defined_option_symbol: hostDefined, contextify_context_private_symbol: contextOf } = privateSymbols;
  const kScript = host.native.engine.privateSymbol('script');
  const wrapperParameters = 'exports, require, module, __filename, __dirname';

  /** Who asked for import(): the host-defined option symbol by script name. */
  host.referrers = new Map();
  const sourceMapUrl = (code) => {
    const at = code.lastIndexOf('\n//# sourceMappingURL=');
    return at < 0 ? undefined : /\S*/.exec(code.slice(at + 22))[0] || undefined;
  };
  /** A first line "#!…" becomes a comment, keeping its length. */
  const withoutHashbang = (code) => (code.startsWith('#!') ? `//${code.slice(2)}` : code);
  const remember = (name, code, id) => {
    host.scripts.set(name, code);
    if (typeof id === 'symbol') host.referrers.set(name, id);
  };
  const isModule = (code, name) => {
    try {
      native.parseModule(code, name);
      return true;
    } catch {
      return false;
    }
  };
  /** Marks a syntax error with its place, as node::errors::DecorateErrorStack does. */
  host.decorateSyntaxError = (error) => {
    if (typeof error !== 'object' || error === null || error[privateSymbols.decorated_private_symbol]) return;
    const position = host.engine.syntaxPosition?.(error);
    if (!position) return;
    const arrow = host.engine.arrowMessage(position);
    host.hidden(error, privateSymbols.arrow_message_private_symbol, arrow);
    const stack = error.stack;
    if (typeof stack === 'string') {
      error.stack = `${arrow}\n${stack}`; // node prints it once, above the stack
      host.hidden(error, privateSymbols.decorated_private_symbol, true);
    }
  };

  class ContextifyScript {
    constructor(code, filename, lineOffset = 0, columnOffset = 0, cachedData, produceCachedData, parsingContext, id) {
      let compiled;
      try {
        compiled = native.compileScript(code, filename, lineOffset + 1);
      } catch (error) {
        host.decorateSyntaxError(error);
        throw error;
      }
      remember(filename, code, id);
      host.hidden(this, kScript, { compiled, code, filename });
      if (typeof id === 'symbol') host.hidden(this, hostDefined, id);
      this.sourceMapURL = sourceMapUrl(code);
      if (cachedData !== undefined) this.cachedDataRejected = false;
      if (produceCachedData) {
        this.cachedDataProduced = true;
        this.cachedData = this.createCachedData();
      }
    }

    runInContext(contextified, timeout, displayErrors) {
      const script = this[kScript];
      if (contextified === null || contextified === undefined) return native.runScript(script.compiled);
      return runInOther(contextified, script.code, script.filename);
    }

    createCachedData() {
      return host.loaders.require('buffer').Buffer.alloc(0);
    }
  }

  // ---- Contexts: a realm of its own whose globals are copied in and out of the sandbox object, for the engine has no
  // property interceptors.
  const realms = new WeakMap();
  function makeContext(object) {
    const vanilla = typeof object === 'symbol';
    const realm = native.newContext();
    realm.own = new Set(Reflect.ownKeys(realm.global));
    const target = vanilla ? realm.global : object;
    realms.set(target, realm);
    host.hidden(target, contextOf, target);
    return target;
  }
  function runInOther(object, code, filename) {
    const realm = realms.get(object);
    const { global } = realm;
    if (global === object) return native.runInContext(realm.id, code, filename);
    copyKeys(object, global, undefined);
    try {
      return native.runInContext(realm.id, code, filename);
    } finally {
      copyKeys(global, object, realm.own);
      for (const key of Reflect.ownKeys(object)) {
        if (!realm.own.has(key) && !Object.prototype.hasOwnProperty.call(global, key)) delete object[key];
      }
    }
  }
  function copyKeys(from, to, skip) {
    for (const key of Reflect.ownKeys(from)) {
      if (skip?.has(key)) continue;
      const descriptor = Object.getOwnPropertyDescriptor(from, key);
      if ('value' in descriptor) {
        if (to[key] !== descriptor.value) to[key] = descriptor.value;
      } else if (!Object.prototype.hasOwnProperty.call(to, key)) {
        Object.defineProperty(to, key, { ...descriptor, configurable: true });
      }
    }
  }

  return {
    ContextifyScript,
    makeContext,
    compileFunction(code, filename, lineOffset, columnOffset, cachedData, produceCachedData, context, extensions, parameters = [], id) {
      let fn;
      try {
        fn = native.compileFunction(withoutHashbang(code), filename, parameters.join(', '), lineOffset + 1, '');
      } catch (error) {
        host.decorateSyntaxError(error);
        throw error;
      }
      const symbol = typeof id === 'symbol' ? id : symbols.vm_dynamic_import_missing_flag;
      remember(filename, code, symbol);
      host.hidden(fn, hostDefined, symbol);
      return { function: fn, sourceMapURL: sourceMapUrl(code), cachedDataProduced: produceCachedData ? false : undefined };
    },
    compileFunctionForCJSLoader(code, filename, isSeaMain, shouldDetectModule) {
      host.referrers.set(filename, symbols.vm_dynamic_import_default_internal);
      let fn;
      let canParseAsESM = false;
      try {
        fn = native.compileFunction(withoutHashbang(code), filename, wrapperParameters, 1, host.engine.moduleWrapper);
      } catch (error) {
        canParseAsESM = isModule(code, filename);
        if (!canParseAsESM || !shouldDetectModule) {
          host.decorateSyntaxError(error);
          throw error;
        }
      }
      return { __proto__: null, cachedDataRejected: false, sourceMapURL: sourceMapUrl(code), canParseAsESM, function: fn };
    },
    containsModuleSyntax(code, filename) {
      try {
        native.compileFunction(withoutHashbang(code), filename ?? '[eval]', wrapperParameters, 1, '');
        return false;
      } catch {
        return isModule(code, filename ?? '[eval]');
      }
    },
    shouldRetryAsESM: (code, filename) => isModule(code, filename),
    startSigintWatchdog() {},
    stopSigintWatchdog: () => false,
    watchdogHasPendingSigint: () => false,
    measureMemory: () => undefined,
  };
});
