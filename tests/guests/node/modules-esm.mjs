import fs, { readFileSync } from 'node:fs';
import * as path from 'path';
import cjs, { named, other } from './lib/cjs.cjs';
import { createRequire } from 'module';
import data from './lib/data.json' with { type: 'json' };
import { a, setA } from './lib/cycle-a.mjs';
const require = createRequire(import.meta.url);
console.log(typeof readFileSync, fs.readFileSync === readFileSync, path.basename(import.meta.url), import.meta.filename === new URL(import.meta.url).pathname, path.basename(import.meta.dirname));
console.log(cjs, named, other, data, a());
setA(5);
console.log(a(), require('./lib/cjs.cjs') === cjs);
const dynamic = await import('./lib/cycle-b.mjs');
console.log(Object.keys(dynamic), dynamic, typeof dynamic.b);
try {
  await import('./nothing.mjs');
} catch (e) {
  console.log(e.code, e.message.replace(/'[^']*\//g, "'"));
}
try {
  await import('./lib/bad-export.mjs');
} catch (e) {
  console.log(e.name, e.message);
}
try {
  await import('./lib/syntax.mjs');
} catch (e) {
  console.log(e.name);
}
try {
  await import('no-such-package');
} catch (e) {
  console.log(e.code);
}
console.log(require('./lib/required.mjs'), import.meta.resolve('./x.mjs').endsWith('/x.mjs'), import.meta.main);
console.log(await Promise.all([1, Promise.resolve(2)]), this, typeof require, (await import('data:text/javascript,export default 42')).default);
export const exported = 1;
