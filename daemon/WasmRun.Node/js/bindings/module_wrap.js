// ES modules. (src/module_wrap.cc) Module records live in the engine; native functions take their address.
(function (binding, native, host) {
  const { privateSymbols, symbols } = host;
  const { kUninstantiated, kInstantiating, kInstantiated, kEvaluating, kEvaluated, kErrored, kEvaluationPhase, kSourcePhase } = binding;
  const hostDefined = privateSymbols.host_defined_option_symbol;
  const byRecord = new Map();
  const kState = host.native.engine.privateSymbol('module');
  let importModuleDynamically;
  let initializeImportMeta;

  class ModuleWrap {
    constructor(url, context, source, lineOrSteps, column, idOrCache) {
      const state = { record: 0, status: kUninstantiated, requests: undefined, linked: undefined, error: undefined, promise: undefined, steps: undefined };
      host.hidden(this, kState, state);
      this.url = url;
      if (typeof lineOrSteps === 'function') {
        state.steps = lineOrSteps;
        state.record = native.synthetic(url, [...new Set(source)]);
        state.requests = Object.freeze([]);
        this.synthetic = true;
      } else {
        const text = typeof source === 'string' ? source : host.decodeUtf8(source);
        try {
          state.record = native.compile(url, text, (lineOrSteps | 0) + 1);
        } catch (error) {
          host.scripts.set(url, text);
          host.decorateSyntaxError(error);
          throw error;
        }
        const id = typeof idOrCache === 'symbol' ? idOrCache : Symbol(url);
        host.hidden(this, hostDefined, id);
        host.referrers.set(url, id);
        if (!/^(file|node):/.test(url)) host.scripts.set(url, text);
        state.hasMeta = text.includes('import.meta') || text.includes('import/**/.');
        this.sourceMapURL = /\n\/\/# sourceMappingURL=(\S+)\s*$/.exec(text)?.[1];
        this.synthetic = false;
      }
      byRecord.set(state.record, this);
    }

    getModuleRequests() {
      const state = this[kState];
      return (state.requests ??= Object.freeze(
        native.requests(state.record).map(([specifier, attributes]) =>
          Object.freeze({ __proto__: null, specifier, attributes: Object.freeze({ __proto__: null, ...attributes }), phase: kEvaluationPhase }),
        ),
      ));
    }

    link(modules) {
      const state = this[kState];
      const count = this.getModuleRequests().length;
      const linked = [];
      for (let i = 0; i < count; i++) linked.push(modules[i]);
      state.linked = linked;
      native.link(
        state.record,
        linked.map((module) => module[kState].record),
      );
    }

    isLinked() {
      return this[kState].linked !== undefined || this[kState].requests?.length === 0;
    }

    get hasTopLevelAwait() {
      return native.hasTopLevelAwait(this[kState].record);
    }

    isGraphAsync() {
      const seen = new Set();
      const visit = (module) => {
        if (seen.has(module)) return false;
        seen.add(module);
        return module.hasTopLevelAwait || (module[kState].linked ?? []).some(visit);
      };
      return visit(this);
    }

    get hasAsyncGraph() {
      return this.isGraphAsync();
    }

    instantiate() {
      instantiate(this);
    }

    instantiateSync() {
      instantiate(this);
      return this.isGraphAsync();
    }

    evaluate() {
      const state = this[kState];
      if (state.promise !== undefined) return state.promise;
      setStatus(this, kEvaluating);
      const promise = native.evaluate(state.record);
      state.promise = promise;
      settle(this, promise);
      if (state.status === kEvaluating) {
        promise.then(
          () => settle(this, promise),
          () => settle(this, promise),
        );
      }
      return promise;
    }

    evaluateSync(filename, parentFilename) {
      const promise = this.evaluate();
      if (this.isGraphAsync()) {
        const { ERR_REQUIRE_ASYNC_MODULE } = host.loaders.require('internal/errors').codes;
        throw new ERR_REQUIRE_ASYNC_MODULE(filename, parentFilename);
      }
      throwIfRejected(promise);
      return this.getNamespace();
    }

    getNamespaceSync(filename, parentFilename) {
      if (this.isGraphAsync()) {
        const { ERR_REQUIRE_ASYNC_MODULE } = host.loaders.require('internal/errors').codes;
        throw new ERR_REQUIRE_ASYNC_MODULE(filename, parentFilename);
      }
      return this.getNamespace();
    }

    getNamespace() {
      const state = this[kState];
      if (state.status === kUninstantiated) throw new Error('cannot get namespace, module has not been instantiated');
      return native.namespace(state.record);
    }

    getStatus() {
      return this[kState].status;
    }

    getError() {
      return this[kState].error;
    }

    getStaticDependencySpecifiers() {
      return this.getModuleRequests().map((request) => request.specifier);
    }

    setExport(name, value) {
      native.setExport(this[kState].record, name, value);
    }

    createCachedData() {
      return host.loaders.require('buffer').Buffer.alloc(0);
    }

    getModuleSourceObject() {
      return undefined;
    }

    setModuleSourceObject() {}

    getOrCreateModuleNamespace() {
      return this.getNamespace();
    }
  }

  /** Sets a status on a module and everything it imports, unless they are further already. */
  function setStatus(module, status) {
    const state = module[kState];
    if (state.status >= status) return;
    state.status = status;
    for (const dependency of state.linked ?? []) setStatus(dependency, status);
  }
  function instantiate(module) {
    if (module[kState].status >= kInstantiated) return;
    setStatus(module, kInstantiating);
    const complaint = native.checkLinks(module[kState].record);
    if (complaint !== undefined) {
      const reset = (m) => {
        if (m[kState].status === kInstantiating) {
          m[kState].status = kUninstantiated;
          (m[kState].linked ?? []).forEach(reset);
        }
      };
      reset(module);
      throw linkError(complaint);
    }
    setStatus(module, kInstantiated);
    prepareMeta(module, new Set());
  }
  /** "The requested module … does not provide an export named …", with the place of the import. */
  function linkError([message, url, specifier, name]) {
    const error = new SyntaxError(message);
    const source = host.sourceOf(url);
    const lines = source?.split('\n') ?? [];
    const at = lines.findIndex((line) => line.includes(specifier) && new RegExp(`(^|[^\\w$])${name.replace(/[$]/g, '\\$')}($|[^\\w$])`).test(line));
    if (at >= 0) {
      const column = Math.max(0, lines[at].search(new RegExp(`(?<![\\w$])${name.replace(/[$]/g, '\\$')}(?![\\w$])`)));
      const underline = '^'.repeat(Math.max(1, name.length));
      host.hidden(
        error,
        privateSymbols.arrow_message_private_symbol,
        `${url}:${at + 1}\n${lines[at]}\n${' '.repeat(column)}${underline}`,
      );
      error.stack = `${url}:${at + 1}\n${lines[at]}\n${' '.repeat(column)}${underline}\n${error.stack}`;
      host.hidden(error, privateSymbols.decorated_private_symbol, true);
    }
    return error;
  }
  function prepareMeta(module, seen) {
    if (seen.has(module)) return;
    seen.add(module);
    const state = module[kState];
    if (state.hasMeta && !state.metaReady) {
      state.metaReady = true;
      initializeImportMeta?.(module[hostDefined], native.importMeta(state.record), module);
    }
    for (const dependency of state.linked ?? []) prepareMeta(dependency, seen);
  }
  function settle(module, promise) {
    const [state, result] = host.native.util.getPromiseDetails(promise);
    if (state === 1) setStatus(module, kEvaluated);
    else if (state === 2) {
      module[kState].status = kErrored;
      module[kState].error = result;
    }
  }
  function throwIfRejected(promise) {
    const [state, result] = host.native.util.getPromiseDetails(promise);
    if (state === 2) {
      host.native.util.markPromiseAsHandled(promise);
      throw result;
    }
  }

  /** A synthetic module is evaluated: its steps set the exports. Called by the engine through ModuleWrapBinding. */
  host.evaluateSynthetic = (record) => {
    const module = byRecord.get(record);
    Reflect.apply(module[kState].steps, module, [module]);
  };

  /** import(): Node's own loader decides; called for each one by ModuleWrapBinding. */
  host.importDynamically = (resolve, reject, referrer, specifier, attributes) => {
    const id = host.referrers.get(referrer) ?? symbols.vm_dynamic_import_default_internal;
    let promise;
    try {
      promise = importModuleDynamically(id, specifier, kEvaluationPhase, { __proto__: null, ...attributes }, referrer);
    } catch (error) {
      reject(error);
      return;
    }
    host.primordials.PromisePrototypeThen(promise, resolve, reject);
  };

  return {
    ModuleWrap,
    setImportModuleDynamicallyCallback(callback) {
      importModuleDynamically = callback;
    },
    setInitializeImportMetaObjectCallback(callback) {
      initializeImportMeta = callback;
    },
    createRequiredModuleFacade(wrap) {
      const facade = new ModuleWrap(
        'node:internal/require_module_default_facade',
        undefined,
        "export * from 'original'; export { default } from 'original'; export const __esModule = true;",
        0,
        0,
      );
      facade.link(facade.getModuleRequests().map(() => wrap));
      facade.instantiate();
      facade.evaluate();
      return facade.getNamespace();
    },
    throwIfPromiseRejected: throwIfRejected,
  };
});
