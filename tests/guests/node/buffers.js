const assert = require('assert');
const b = Buffer.from('h\u00e9llo w\u00f6rld \u4e2d\u6587 \u{1f600}');
console.log(b.length, b.toString(), b.toString('hex'), b.toString('base64'), b.toString('base64url'), b.toString('latin1').length, b.toString('ascii'));
console.log(Buffer.from('aGk=', 'base64'), Buffer.from('a-_b', 'base64'), Buffer.from('zz', 'hex'), Buffer.from('0a0b0', 'hex'), Buffer.from('\u4e2d', 'ucs2'), Buffer.from('\u00ff\u0100', 'latin1'));
console.log(Buffer.concat([Buffer.from('a'), Buffer.from('bc')]), Buffer.alloc(5, 'ab'), Buffer.alloc(3, 1), Buffer.allocUnsafe(2).length);
console.log(b.indexOf('w'), b.indexOf(Buffer.from('ll')), b.lastIndexOf('l'), b.includes('\u4e2d'), b.indexOf('zz'), b.indexOf(0x68), Buffer.from('abcabc').indexOf('c', -2));
console.log(Buffer.compare(Buffer.from('a'), Buffer.from('b')), Buffer.from('a').equals(Buffer.from('a')), Buffer.byteLength('\u4e2d'), Buffer.byteLength('aGk=', 'base64'));
const w = Buffer.alloc(16);
console.log(w.write('\u4e2d\u6587', 0, 4), w.write('abc', 4, 'latin1'), w.writeUInt32BE(0xdeadbeef, 8), w.writeDoubleLE(1.5, 8), w, w.readDoubleLE(8), w.readUInt16BE(0));
console.log(w.subarray(2, 5), w.slice(-3), w.fill('xy', 1, 6), w.fill(0), Buffer.from([1, 2, 3, 4]).swap16(), Buffer.from('abcd').swap32(), JSON.stringify(Buffer.from('a')));
console.log(Buffer.from(new Uint16Array([1, 256]).buffer), Buffer.isBuffer(b), Buffer.from(Buffer.from('copy')).toString(), Buffer.isEncoding('UTF-8'));
const { StringDecoder } = require('string_decoder');
for (const encoding of ['utf8', 'utf16le', 'base64', 'hex', 'latin1']) {
  const d = new StringDecoder(encoding);
  let out = '';
  for (const byte of b) out += d.write(Buffer.from([byte]));
  console.log(encoding, out + d.end());
}
console.log(Buffer.from([0xff, 0xfe, 0x41, 0xc3, 0x28, 0xe2, 0x82]).toString(), atob('aGk='), btoa('hi'));
console.log(new TextDecoder().decode(b), new TextEncoder().encode('\u20ac'), new TextDecoder('utf-16le').decode(new Uint8Array([0x61, 0, 0x62, 0])), new TextEncoder().encodeInto('a\u20ac', new Uint8Array(3)));
console.log(require('buffer').isUtf8(b), require('buffer').isAscii(b), require('buffer').transcode(Buffer.from('\u20ac'), 'utf8', 'latin1'));
try { Buffer.alloc(-1); } catch (e) { console.log(e.name, e.code, e.message); }
try { b.readUInt8(1000); } catch (e) { console.log(e.name, e.code, e.message); }
try { Buffer.from(5); } catch (e) { console.log(e.name, e.code, e.message); }
try { new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array([0xff])); } catch (e) { console.log(e.name, e.code, e.message); }
console.log('\ud800'.isWellFormed(), Buffer.from('\ud800x'), JSON.stringify('\ud800'), 'a\ud83d\ude00'.length);
assert.deepStrictEqual([...Buffer.from('ab').entries()], [[0, 97], [1, 98]]);
new Blob(['a', new Uint8Array([98])]).text().then((t) => console.log('blob', t));
