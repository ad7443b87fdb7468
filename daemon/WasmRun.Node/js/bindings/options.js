// Command line options: defaults from the release's shape, values from the parsed command line. (src/node_options.cc)
(function (binding, native, host) {
  const { values, embedder, info, aliases } = host.shape.options;
  return {
    getCLIOptionsValues() {
      const options = { __proto__: null, ...host.build(values) };
      return Object.assign(options, host.config.options);
    },
    getCLIOptionsInfo: () => ({
      options: new Map(info.map(([name, type, envVarSettings, defaultIsTrue, helpText]) => [name, { helpText, envVarSettings, type, defaultIsTrue }])),
      aliases: new Map(aliases),
    }),
    getEmbedderOptions: () => host.build(embedder),
    getOptionsAsFlags: () => [...host.config.execArgv],
    getEnvOptionsInputType: () => new Map(),
    getNamespaceOptionsInputType: () => new Map(),
  };
});
