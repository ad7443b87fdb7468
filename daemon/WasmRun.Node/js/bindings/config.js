// Compile-time configuration of the native side: what of it this runtime has. (src/node_config.cc)
(function (binding) {
  return { hasInspector: false, isDebugBuild: false, hasCrypto: true, fipsMode: false, getDefaultLocale: () => 'en-US' };
});
