// Hashes, codes, keys from passwords, random bytes, secret keys, and the words of their errors.
'use strict';
const crypto = require('crypto');
const { subtle } = crypto.webcrypto;
const hex = (bytes) => Buffer.from(bytes).toString('hex');
const attempt = (action) => {
  try {
    console.log(action());
  } catch (error) {
    console.log(error.name, error.code, error.message, Object.keys(error));
  }
};

for (const name of ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'sha512-256', 'sha3-256', 'ripemd160', 'RSA-SHA256', 'SHA256']) {
  const hash = crypto.createHash(name).update('he').update(Buffer.from('llo'));
  const copy = hash.copy().update('!');
  console.log(name, hash.digest('hex'), copy.digest('base64url'), crypto.createHmac(name, 'key').update('data \u00fc').digest('base64'));
}
console.log(crypto.createHash('shake128', { outputLength: 5 }).update('a').digest('hex'));
console.log(crypto.createHash('sha1').update('\u00e9', 'latin1').digest());
console.log(crypto.createHash('sha1').update('616263', 'hex').digest('latin1').length);
console.log(crypto.hash('sha1', 'abc'), crypto.hash('md5', Buffer.from('x'), 'base64'), crypto.hash('sha256', '', 'buffer').length);
console.log(hex(crypto.pbkdf2Sync('pw', 'salt', 1000, 40, 'sha512')), hex(crypto.pbkdf2Sync('pw', 'salt', 3, 40, 'md5')));
console.log(hex(crypto.scryptSync('pw', 'salt', 32, { N: 1024 })), hex(crypto.hkdfSync('sha256', 'key', 'salt', 'info', 40)));
console.log(crypto.timingSafeEqual(Buffer.from('abc'), Buffer.from('abc')), crypto.timingSafeEqual(Buffer.from('abc'), Buffer.from('abd')));
console.log(crypto.randomBytes(8).length, crypto.randomInt(5) < 5, crypto.randomFillSync(new Uint16Array(4)).length);
console.log(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(crypto.randomUUID()));
console.log(crypto.randomUUID() !== crypto.randomUUID({ disableEntropyCache: true }));
console.log(crypto.getHashes().includes('sha256'), crypto.getFips(), crypto.secureHeapUsed());

const secret = crypto.createSecretKey('key', 'utf8');
console.log(secret, secret.type, secret.symmetricKeySize, secret.export(), secret.export({ format: 'jwk' }));
console.log(secret.equals(crypto.createSecretKey(Buffer.from('key'))), crypto.createHmac('sha1', secret).update('x').digest('hex'));
console.log(crypto.generateKeySync('hmac', { length: 64 }).symmetricKeySize);

attempt(() => crypto.createHash('nope'));
attempt(() => crypto.createHash('sha256', { outputLength: 5 }));
attempt(() => crypto.createHmac('nope', 'k'));
attempt(() => crypto.pbkdf2Sync('a', 'b', 1, 10, 'nope'));
attempt(() => crypto.hkdfSync('nope', 'a', 'b', 'c', 5));
attempt(() => crypto.hkdfSync('sha256', 'a', 'b', 'c', 255 * 32 + 1));
attempt(() => crypto.scryptSync('a', 'b', 10, { N: 15 }));
attempt(() => crypto.scryptSync('a', 'b', 10, { N: 1 << 20 }));
attempt(() => crypto.timingSafeEqual(Buffer.from('a'), Buffer.from('ab')));
attempt(() => crypto.timingSafeEqual('a', Buffer.from('ab')));
attempt(() => crypto.createHash('sha256').update(5));
attempt(() => crypto.createHash('md5').update('616', 'hex'));
const used = crypto.createHash('md5');
used.digest();
attempt(() => used.update('x'));
attempt(() => used.digest());

(async () => {
  console.log(await new Promise((resolve) => crypto.pbkdf2('pw', 'salt', 10, 16, 'sha1', (error, key) => resolve([error, hex(key)]))));
  console.log(await new Promise((resolve) => crypto.scrypt('pw', 'salt', 16, (error, key) => resolve([error, hex(key)]))));
  console.log(await new Promise((resolve) => crypto.hkdf('sha1', 'k', 's', 'i', 8, (error, key) => resolve([error, hex(key)]))));
  console.log(await new Promise((resolve) => crypto.randomBytes(4, (error, bytes) => resolve([error, bytes.length]))));
  console.log(await new Promise((resolve) => crypto.createHash('sha256').on('finish', function () { resolve(hex(this.read())); }).end('abc')));
  console.log(hex(await subtle.digest('SHA-256', Buffer.from('abc'))));
  const key = await subtle.importKey('raw', Buffer.from('secret'), { name: 'HMAC', hash: 'SHA-256' }, true, ['sign', 'verify']);
  const signature = await subtle.sign('HMAC', key, Buffer.from('data'));
  console.log(key, hex(signature), await subtle.verify('HMAC', key, signature, Buffer.from('data')), await subtle.verify('HMAC', key, signature, Buffer.from('x')));
  const password = await subtle.importKey('raw', Buffer.from('pw'), 'PBKDF2', false, ['deriveBits']);
  console.log(hex(await subtle.deriveBits({ name: 'PBKDF2', salt: Buffer.from('s'), iterations: 10, hash: 'SHA-256' }, password, 128)));
  console.log(crypto.webcrypto.getRandomValues(new Uint8Array(4)).length, globalThis.crypto === crypto.webcrypto);
  for (let i = 0; i < 5000; i++) crypto.createHash('md5').update('forgotten');
})();
