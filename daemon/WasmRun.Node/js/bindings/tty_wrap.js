(function (binding, native, host) {
  host.binding('stream_wrap');
  return {
    isTTY: native.isTTY,
    TTY: host.makeStreamClass(binding.TTY, {
      construct(fd, context) {
        const error = host.native.stream_wrap.openFd.call(this, fd);
        if (error < 0 && context) {
          const [code, message] = host.binding('uv').getErrorMap().get(error);
          Object.assign(context, { errno: error, code, message, syscall: 'uv_tty_init' });
        }
      },
      getWindowSize: native.getWindowSize,
      setRawMode: () => 0,
    }),
  };
});
