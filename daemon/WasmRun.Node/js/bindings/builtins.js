// The release's own library: compiled functions by module id. (src/node_builtins.cc)
(function (binding, native, { shape, loaders, compileBuiltin }) {
  return {
    natives: {},
    builtinIds: shape.bindings.builtins.builtinIds,
    config: JSON.stringify(shape.config),
    builtinCategories: shape.categories,
    compileFunction: compileBuiltin,
    hasCachedBuiltins: () => true,
    setInternalLoaders(internalBinding, require) {
      loaders.internalBinding = internalBinding;
      loaders.require = require;
    },
  };
});
