// (src/node_url.cc) Parsing is native: Bindings/UrlBinding.cs.
(function (binding, native, host) {
  const { urlComponents } = binding;
  const invalid = (input, base) => {
    const { ERR_INVALID_URL } = host.loaders.require('internal/errors').codes;
    return base === undefined ? new ERR_INVALID_URL(input) : new ERR_INVALID_URL(input, base);
  };
  return {
    parse(input, base, raise) {
      const href = native.parseInto(urlComponents, input, base);
      if (href === undefined && raise) throw invalid(input, base);
      return href;
    },
    update(href, part, value) {
      return native.updateInto(urlComponents, href, part, `${value}`) ?? false;
    },
    pathToFileURL: (path, windows, hostname) => native.pathToFileUrlInto(urlComponents, path, windows, hostname),
  };
});
