// Error numbers and texts of the release. (src/uv.cc)
(function (binding, native, host) {
  const errors = new Map(host.shape.errors.map(([number, name, message]) => [number, [name, message]]));
  /** An error as node::UVException makes it. */
  host.uvException = (errno, syscall, path, dest) => {
    const [code, text] = errors.get(errno) ?? [`UNKNOWN`, 'unknown error'];
    let message = `${code}: ${text}, ${syscall}`;
    if (path !== undefined) message += ` '${path}'`;
    if (dest !== undefined) message += ` -> '${dest}'`;
    const error = new Error(message);
    error.errno = errno;
    error.code = code;
    error.syscall = syscall;
    if (path !== undefined) error.path = path;
    if (dest !== undefined) error.dest = dest;
    return error;
  };
  return {
    getErrorMap: () => new Map(errors),
    getErrorMessage: (errno) => errors.get(errno)?.[1] ?? `Unknown system error ${errno}`,
    errname: (errno) => errors.get(errno)?.[0] ?? `Unknown system error ${errno}`,
  };
});
