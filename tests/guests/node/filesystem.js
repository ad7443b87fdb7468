const fs = require('fs');
const os = require('os');
const path = require('path');
const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'guest-'));
const at = (...p) => path.join(dir, ...p);
const clean = (text) => String(text).replaceAll(dir, 'DIR').replace(/'DIR[^']*'/g, (m) => m);
fs.writeFileSync(at('a.txt'), 'hello');
fs.appendFileSync(at('a.txt'), ' world');
console.log(fs.readFileSync(at('a.txt'), 'utf8'), fs.readFileSync(at('a.txt')).length, fs.existsSync(at('a.txt')), fs.existsSync(at('b')));
const st = fs.statSync(at('a.txt'));
console.log(st.size, st.isFile(), st.isDirectory(), st.mode.toString(8), st.nlink, st.mtime instanceof Date, typeof fs.statSync(at('a.txt'), { bigint: true }).size);
fs.mkdirSync(at('x/y/z'), { recursive: true });
fs.writeFileSync(at('x/one'), '1');
fs.symlinkSync('one', at('x/link'));
console.log(fs.readdirSync(at('x')), fs.readdirSync(at('x'), { withFileTypes: true }).map((d) => [d.name, d.isDirectory(), d.isSymbolicLink()]), fs.readlinkSync(at('x/link')), clean(fs.realpathSync(at('x/link'))));
console.log(fs.readdirSync(dir, { recursive: true }).sort());
fs.renameSync(at('x/one'), at('x/two'));
fs.copyFileSync(at('a.txt'), at('copy.txt'));
fs.linkSync(at('a.txt'), at('hard'));
fs.chmodSync(at('copy.txt'), 0o600);
fs.truncateSync(at('copy.txt'), 3);
fs.utimesSync(at('copy.txt'), 1000, 2000);
console.log(fs.statSync(at('hard')).nlink, fs.statSync(at('copy.txt')).mode.toString(8), fs.readFileSync(at('copy.txt'), 'latin1'), fs.statSync(at('copy.txt')).mtimeMs);
for (const f of [() => fs.readFileSync(at('none')), () => fs.mkdirSync(at('x')), () => fs.rmdirSync(at('x')), () => fs.readFileSync(dir), () => fs.openSync(at('none/q'), 'r'), () => fs.unlinkSync(at('none')), () => fs.writeFileSync(at('a.txt'), 'x', { flag: 'wx' }), () => fs.renameSync(at('no'), at('no2')), () => fs.readdirSync(at('a.txt')), () => fs.closeSync(999), () => fs.accessSync(at('none')), () => fs.symlinkSync('x', at('a.txt')), () => fs.copyFileSync(at('none'), at('q'))]) {
  try {
    f();
    console.log('no error');
  } catch (e) {
    console.log(e.code, e.errno, e.syscall, clean(e.message), e.path === undefined ? undefined : clean(e.path), e.dest && clean(e.dest));
  }
}
const fd = fs.openSync(at('fd.bin'), 'w+');
console.log(fs.writeSync(fd, 'abc'), fs.writeSync(fd, Buffer.from('defg'), 1, 2, 1), fs.writevSync(fd, [Buffer.from('1'), Buffer.from('23')]));
const buf = Buffer.alloc(10);
console.log(fs.readSync(fd, buf, 0, 10, 0), buf.toString('latin1', 0, 6), fs.fstatSync(fd).size);
fs.ftruncateSync(fd, 2);
fs.closeSync(fd);
console.log(fs.readFileSync(at('fd.bin'), 'utf8'), fs.statSync(at('zz'), { throwIfNoEntry: false }));
fs.cpSync(at('x'), at('cp'), { recursive: true });
console.log(fs.readdirSync(at('cp')));
fs.rmSync(at('cp'), { recursive: true, force: true });
fs.readFile(at('a.txt'), 'utf8', (e, text) => {
  console.log('callback', e, text);
  fs.stat(at('none'), (e2) => console.log('callback error', e2.code, clean(e2.message)));
});
(async () => {
  const p = fs.promises;
  await p.writeFile(at('p.txt'), 'promised');
  console.log(await p.readFile(at('p.txt'), 'utf8'), (await p.stat(at('p.txt'))).size, await p.readdir(at('x')));
  await p.access(at('none')).catch((e) => console.log(e.code, e.syscall));
  const h = await p.open(at('p.txt'), 'r+');
  console.log((await h.read(Buffer.alloc(4), 0, 4, 0)).bytesRead, (await h.write('P', 0)).bytesWritten, (await h.stat()).size, await h.readFile('utf8'));
  await h.close();
  await p.mkdir(at('d1/d2'), { recursive: true });
  await p.rm(at('d1'), { recursive: true });
  const entries = [];
  for await (const entry of await p.opendir(at('x'))) entries.push(entry.name);
  console.log('entries', entries.sort());
  const chunks = [];
  fs.createReadStream(at('p.txt'), { highWaterMark: 3 })
    .on('data', (c) => chunks.push(c.toString()))
    .on('close', () => {
      console.log(chunks);
      const w = fs.createWriteStream(at('w.txt'));
      w.write('one ');
      w.end('two', () => {
        console.log(fs.readFileSync(at('w.txt'), 'utf8'));
        fs.rmSync(dir, { recursive: true });
        console.log(fs.existsSync(dir));
      });
    });
})();
