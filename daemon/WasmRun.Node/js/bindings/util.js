// (src/node_util.cc) Most of it is native: Bindings/UtilBinding.cs.
(function (binding, native, host) {
  const { engine } = host;
  const mapEntries = Map.prototype.entries;
  const setValues = Set.prototype.values;
  const apply = Reflect.apply;

  function siteObject(site) {
    return {
      functionName: site.getFunctionName() ?? '',
      scriptId: '0',
      scriptName: site.getFileName() ?? '',
      lineNumber: site.getLineNumber() ?? 0,
      columnNumber: site.getColumnNumber() ?? 0,
      column: site.getColumnNumber() ?? 0,
    };
  }
  function sites(limit, above) {
    const saved = Error.stackTraceLimit;
    Error.stackTraceLimit = limit;
    try {
      return engine.captureSites(above);
    } finally {
      Error.stackTraceLimit = saved;
    }
  }

  return {
    sleep: host.native.engine.sleep,
    arrayBufferViewHasBuffer: () => true,
    constructSharedArrayBuffer: (length) => new SharedArrayBuffer(length),
    getExternalValue: () => 0n,
    isArrayBufferView: ArrayBuffer.isView,
    isTypedArray: (value) => ArrayBuffer.isView(value) && !binding.isDataView(value),
    isUint8Array: (value) => value instanceof Uint8Array,
    previewEntries(object, isIterator) {
      let entries;
      let isKeyValue = false;
      if (binding.isMap(object)) {
        entries = [];
        for (const entry of apply(mapEntries, object, [])) entries.push(entry[0], entry[1]);
        isKeyValue = true;
      } else if (binding.isSet(object)) {
        entries = [...apply(setValues, object, [])];
      } else if (binding.isMapIterator(object) || binding.isSetIterator(object)) {
        [entries, isKeyValue] = native.iteratorEntries(object);
      } else {
        return undefined;
      }
      return isIterator === undefined ? entries : [entries, isKeyValue];
    },
    getCallSites(count) {
      return sites(count, binding.getCallSites).map(siteObject);
    },
    getCallerLocation() {
      const site = sites(3)[2];
      return site ? [site.getLineNumber(), site.getColumnNumber(), site.getFileName()] : undefined;
    },
    isInsideNodeModules(limit = 10) {
      for (const site of sites(limit)) {
        const file = site.getFileName();
        if (!file || file.startsWith('node:')) continue;
        return /[/\\]node_modules[/\\]/.test(file);
      }
      return false;
    },
    defineLazyProperties(target, id, keys, enumerable = true) {
      for (const key of keys) {
        const get = {
          [key]() {
            const value = host.loaders.require(id)[key];
            set(value);
            return value;
          },
        }[key];
        const set = (value) => {
          Object.defineProperty(target, key, { __proto__: null, value, writable: true, enumerable, configurable: true });
        };
        Object.defineProperty(set, 'name', { value: key });
        Object.defineProperty(target, key, { __proto__: null, get, set, enumerable, configurable: true });
      }
    },
  };
});
