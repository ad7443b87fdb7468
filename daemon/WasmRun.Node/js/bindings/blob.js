// Blobs as byte arrays. (src/node_blob.cc)
(function (binding, native, host) {
  const { later } = host.native.messaging;
  const store = new Map();
  const bytesOf = (source) => {
    if (source instanceof BlobHandle) return source.bytes;
    if (ArrayBuffer.isView(source)) return new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
    return new Uint8Array(source);
  };
  const join = (sources) => {
    const parts = sources.map(bytesOf);
    const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
    let at = 0;
    for (const part of parts) {
      joined.set(part, at);
      at += part.length;
    }
    return joined;
  };
  class BlobHandle {
    constructor(bytes) {
      host.hidden(this, 'bytes', bytes);
    }
    slice(start, end) {
      return new BlobHandle(this.bytes.slice(start, end));
    }
    getReader() {
      const { bytes } = this;
      let isDone = false;
      return {
        // Status 1 carries a chunk, 0 is the end.
        pull(callback) {
          if (isDone || bytes.length === 0) return callback(0, undefined, undefined);
          isDone = true;
          callback(1, bytes.slice().buffer, undefined);
        },
      };
    }
  }
  return {
    createBlob: (sources) => new BlobHandle(join(sources)),
    createBlobFromFilePath(path) {
      const { readFileSync } = host.loaders.require('fs');
      try {
        const bytes = new Uint8Array(readFileSync(path));
        return [new BlobHandle(bytes), bytes.length];
      } catch {
        return undefined;
      }
    },
    concat: (sources) => join(sources).buffer,
    storeDataObject: (id, handle, size, type) => void store.set(id, [handle, size, type]),
    getDataObject: (id) => store.get(id),
    revokeObjectURL: (id) => void store.delete(id),
  };
});
