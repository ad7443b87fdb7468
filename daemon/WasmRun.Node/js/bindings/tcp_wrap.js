(function (binding, native, host) {
  host.binding('stream_wrap');
  const zero = () => 0;
  const TCP = host.makeStreamClass(binding.TCP, {
    bind: native.bind,
    bind6: native.bind6,
    listen: native.listen,
    connect: native.connect,
    connect6: native.connect6,
    getsockname: native.getsockname,
    getpeername: native.getpeername,
    reset: native.reset,
    open: host.native.stream_wrap.openFd,
    setNoDelay: zero,
    setKeepAlive: zero,
    setTypeOfService: zero,
    getTypeOfService: zero,
  });
  host.newTcpSocket = () => new TCP(binding.constants.SOCKET);
  return { TCP };
});
