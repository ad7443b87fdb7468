// (src/cares_wrap.cc) Queries to name servers are refused: the sandbox has none.
(function (binding, native, host) {
  const refuse = (request) => {
    host.native.messaging.later(() => request.oncomplete('ECONNREFUSED'));
    return 0;
  };
  class ChannelWrap extends Object.getPrototypeOf(binding.ChannelWrap) {
    getServers() {
      return [['127.0.0.1', 53]];
    }
    setServers() {
      return 0;
    }
    setLocalAddress() {}
    cancel() {}
  }
  for (const name of Object.getOwnPropertyNames(binding.ChannelWrap.prototype)) {
    if (/^(query|getHostByAddr)/.test(name)) host.hidden(ChannelWrap.prototype, name, refuse);
  }
  return {
    ChannelWrap,
    getnameinfo(request, address, port) {
      host.native.messaging.later(() => request.oncomplete(null, /^(127\.|::1$)/.test(address) ? 'localhost' : address, String(port)));
      return 0;
    },
    strerror: (code) => `DNS error ${code}`,
    AresHostent: undefined,
  };
});
