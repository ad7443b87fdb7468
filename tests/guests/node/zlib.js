// Compression both ways, in one piece and as streams. Compressed bytes are not compared: they differ between builds of zlib.
'use strict';
const zlib = require('zlib');
const { promisify } = require('util');
const { pipeline } = require('stream/promises');
const { Readable } = require('stream');
const text = Buffer.from('hello '.repeat(20_000));
const noise = Buffer.from(Array.from({ length: 70_000 }, (_, i) => (i * i * 31) >>> 3));
const attempt = (name, action) => {
  try {
    console.log(name, action());
  } catch (error) {
    console.log(name, error.name, error.code, error.errno, error.message);
  }
};
const formats = [
  ['gzip', 'gunzip'],
  ['deflate', 'inflate'],
  ['deflateRaw', 'inflateRaw'],
  ['brotliCompress', 'brotliDecompress'],
];

(async () => {
  for (const [compress, decompress] of formats) {
    for (const [name, data] of [['text', text], ['noise', noise], ['nothing', Buffer.alloc(0)]]) {
      const packed = zlib[`${compress}Sync`](data);
      console.log(compress, name, name !== 'text' || packed.length < 1000, zlib[`${decompress}Sync`](packed).equals(data));
      console.log((await promisify(zlib[decompress])(await promisify(zlib[compress])(data))).equals(data));
    }
  }
  for (const level of [0, 1, 9]) console.log(level, zlib.gunzipSync(zlib.gzipSync(text, { level, memLevel: 9 })).equals(text));
  console.log(zlib.gzipSync('x').subarray(0, 4), zlib.unzipSync(zlib.gzipSync(text)).length, zlib.unzipSync(zlib.deflateSync(text)).length);
  console.log(zlib.gunzipSync(Buffer.concat([zlib.gzipSync('one '), zlib.gzipSync('two')])).toString());
  console.log(zlib.inflateSync('eJzLSM3JyQcABiwCFQ==', 'x').length === undefined);
})().catch((error) => console.log(error.name, error.code, error.message)).then(streams);

async function streams() {
  console.log(zlib.crc32('hello'), zlib.crc32(text, 7), zlib.crc32(''), zlib.crc32(new Uint8Array(3)));
  console.log(zlib.inflateSync(Buffer.from('eJzLSM3JyQcABiwCFQ==', 'base64')).toString());
  attempt('not gzip', () => zlib.gunzipSync(Buffer.from('nope')));
  attempt('cut', () => zlib.gunzipSync(zlib.gzipSync(text).subarray(0, 20)));
  attempt('broken', () => zlib.inflateSync(Buffer.from([0x78, 0x9c, 0xff, 0xff, 0xff])));
  attempt('cut is fine', () => zlib.gunzipSync(zlib.gzipSync('abc').subarray(0, 14), { finishFlush: zlib.constants.Z_SYNC_FLUSH }).length);
  attempt('too large', () => zlib.gunzipSync(zlib.gzipSync(text), { maxOutputLength: 100 }));
  attempt('bad level', () => zlib.gzipSync('x', { level: 10 }));
  attempt('bad window', () => zlib.createGzip({ windowBits: 99 }));
  attempt('constants', () => [zlib.constants.Z_BEST_SPEED, zlib.codes.Z_DATA_ERROR, zlib.codes['-3']]);

  const gzip = zlib.createGzip();
  const flushed = [];
  gzip.on('data', (data) => flushed.push(data));
  await new Promise((resolve) => {
    gzip.write('abc');
    gzip.flush(async () => {
      await new Promise((done) => setTimeout(done, 20));
      const soFar = zlib.gunzipSync(Buffer.concat(flushed), { finishFlush: zlib.constants.Z_SYNC_FLUSH });
      console.log('flushed', soFar.toString());
      gzip.on('end', resolve).end('def');
    });
  });
  console.log(gzip.bytesWritten, zlib.gunzipSync(Buffer.concat(flushed)).toString());

  await new Promise((resolve) => {
    const broken = zlib.createGunzip();
    broken.on('error', (error) => console.log('error', error.code, error.errno, error.message));
    broken.on('close', resolve);
    broken.write('xxxxxx');
  });
  for (const [through, back] of [['createGzip', 'createUnzip'], ['createBrotliCompress', 'createBrotliDecompress']]) {
    let length = 0;
    await pipeline(Readable.from([text, noise, text]), zlib[through](), zlib[back]({ chunkSize: 1000 }), async (source) => {
      for await (const chunk of source) length += chunk.length;
    });
    console.log(through, length === 2 * text.length + noise.length);
  }
  for (let i = 0; i < 200; i++) zlib.createGzip();
}
