// (src/udp_wrap.cc) The sandbox's network carries TCP only: a socket can be made, and says ENOTSUP when it is used.
(function (binding, native, host) {
  const { hidden } = host;
  const UV_ENOTSUP = -95;
  const kReferenced = host.native.engine.privateSymbol('udp referenced');
  class UDP extends Object.getPrototypeOf(binding.UDP) {
    constructor() {
      super();
      hidden(this, kReferenced, true);
    }
    get fd() {
      return -1;
    }
    ref() {
      this[kReferenced] = true;
    }
    unref() {
      this[kReferenced] = false;
    }
    hasRef() {
      return this[kReferenced];
    }
    close(callback) {
      host.native.messaging.later(() => {
        this[host.symbols.handle_onclose]?.();
        callback?.call(this);
      });
    }
    getSendQueueSize() {
      return 0;
    }
    getSendQueueCount() {
      return 0;
    }
  }
  const refused = [
    'recvStart', 'open', 'bind', 'bind6', 'connect', 'connect6', 'send', 'send6', 'disconnect', 'getpeername', 'getsockname', 'addMembership',
    'dropMembership', 'addSourceSpecificMembership', 'dropSourceSpecificMembership', 'setMulticastInterface', 'setMulticastTTL',
    'setMulticastLoopback', 'setBroadcast', 'setTTL',
  ];
  for (const name of refused) hidden(UDP.prototype, name, { [name]: () => UV_ENOTSUP }[name]);
  hidden(UDP.prototype, 'recvStop', function recvStop() {
    return 0;
  });
  hidden(UDP.prototype, 'bufferSize', function bufferSize(size, receive, context) {
    context.errno = UV_ENOTSUP;
    context.code = 'ENOTSUP';
    context.message = 'operation not supported on socket';
    context.syscall = receive ? 'uv_recv_buffer_size' : 'uv_send_buffer_size';
    return undefined;
  });
  return { UDP };
});
