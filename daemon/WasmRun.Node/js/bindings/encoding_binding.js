(function (binding, native, host) {
  host.decodeUtf8 = (bytes) => native.decodeUTF8(bytes, true, false);
  return {
    encodeInto(source, target) {
      const [read, written] = native.encodeIntoCounted(source, target);
      binding.encodeIntoResults[0] = read;
      binding.encodeIntoResults[1] = written;
    },
    toASCII: (host_) => host.native.url.domainToASCII(host_),
    toUnicode: (host_) => host.native.url.domainToUnicode(host_),
  };
});
