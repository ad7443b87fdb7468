// (src/node_process_methods.cc) Clocks, memory and signals are native: Bindings/ProcessBinding.cs.
(function (binding, native, host) {
  const { hrtimeBuffer } = binding;
  const nothing = () => [];
  const unavailable = (name) => () => {
    const { ERR_FEATURE_UNAVAILABLE_ON_PLATFORM } = host.loaders.require('internal/errors').codes;
    throw new ERR_FEATURE_UNAVAILABLE_ON_PLATFORM(name);
  };
  return {
    hrtime: () => native.hrtime(hrtimeBuffer),
    hrtimeBigInt: () => native.hrtimeBigInt(hrtimeBuffer),
    setEmitWarningSync(callback) {
      host.emitWarning = callback;
    },
    patchProcessObject() {},
    reallyExit: (code) => host.native.errors.exit(code ?? 0),
    _rawDebug: (text) => host.native.errors.printError(`${text}\n`),
    _getActiveRequests: nothing,
    _getActiveHandles: nothing,
    getActiveResourcesInfo: nothing,
    _debugProcess: unavailable('process._debugProcess'),
    _debugEnd() {},
    _startProfilerIdleNotifier() {},
    _stopProfilerIdleNotifier() {},
    dlopen(module, filename) {
      const error = new Error(`${filename}: native addons cannot be loaded in the sandbox`);
      error.code = 'ERR_DLOPEN_FAILED';
      throw error;
    },
    execve: unavailable('process.execve'),
    resetStdioForTesting() {},
    setProcessTitle() {},
    loadEnvFile(path) {
      const text = host.readTextFile(path);
      if (text === undefined) throw host.uvException(-2, 'open', path);
      const parsed = host.native.util.parseEnv(text);
      for (const key of Object.keys(parsed)) if (!(key in host.environment)) host.environment[key] = parsed[key];
    },
  };
});
