// (src/node_modules.cc) Package files are read natively: Bindings/ModulesBinding.cs.
(function (binding, native, host) {
  return {
    enableCompileCache: () => [3], // compileCacheStatus.DISABLED: images and bytecode caches are the runtime's own
    getCompileCacheDir: () => undefined,
    flushCompileCache() {},
    getCompileCacheEntry: () => undefined,
    saveCompileCacheEntry() {},
    setLazyPathHelpers(meta, url) {
      const path = host.loaders.require('internal/url').fileURLToPath(url);
      meta.dirname = path.slice(0, path.lastIndexOf('/')) || '/';
      meta.filename = path;
    },
  };
});
