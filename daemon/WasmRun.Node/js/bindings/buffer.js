// (src/node_buffer.cc) The byte work is native: Bindings/BufferBinding.cs.
(function (binding, native) {
  return {
    setBufferPrototype() {},
    setDetachKey() {},
    getZeroFillToggle: () => undefined,
    createUnsafeArrayBuffer: (size) => new ArrayBuffer(size),
    asciiWrite: binding.asciiWriteStatic,
    latin1Write: binding.latin1WriteStatic,
    utf8Write: binding.utf8WriteStatic,
  };
});
