(function (binding, native, host) {
  host.binding('stream_wrap');
  const notSupported = () => -95; // UV_ENOTSUP: the sandbox has no Unix domain sockets
  return {
    Pipe: host.makeStreamClass(binding.Pipe, {
      open: host.native.stream_wrap.openFd,
      bind: notSupported,
      listen: notSupported,
      connect: notSupported,
      fchmod: () => 0,
    }),
  };
});
