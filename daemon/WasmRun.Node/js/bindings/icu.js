// (src/node_i18n.cc) Converters are the host's, by number.
(function (binding, native, host) {
  const kFlush = 1;
  const kFatal = 2;
  const kIgnoreBom = 4;
  return {
    icuErrName: (number) => `U_ERROR_${number}`,
    transcode(source, from, to) {
      const { Buffer } = host.loaders.require('buffer');
      const bytes = native.transcodeBytes(source, from, to);
      return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    },
    hasConverter: native.hasConverter,
    getConverter: (name, flags) => native.newConverter(name, (flags & kFatal) !== 0, (flags & kIgnoreBom) !== 0),
    decode(converter, input, flags, fromEncoding) {
      const text = native.decodeChunk(converter, input, (flags & kFlush) !== 0);
      if (text === undefined) {
        const error = new TypeError(`The encoded data was not valid for encoding ${fromEncoding}`);
        error.code = 'ERR_ENCODING_INVALID_ENCODED_DATA';
        throw error;
      }
      return text;
    },
  };
});
