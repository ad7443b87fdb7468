const path = require('path');
console.log(typeof module, module.id, path.basename(__filename), require.main === module, module.paths.length > 0, module.children.length);
console.log(require('./lib/cjs.cjs'), require('./lib/data.json'), require.resolve('./lib/cyc1').endsWith('cyc1.js'));
console.log(require('./lib/cyc1'), Object.keys(require.cache).length > 2);
for (const id of ['./nothing', 'nothing-here', 'node:nothing', './lib/bad-json.json']) {
  try {
    require(id);
  } catch (e) {
    console.log(e.code ?? e.name, e.message.split('\n')[0].replace(/[^ ']*\//g, ''));
  }
}
console.log(require('plain'), require('plain/sub'), require('exporting'), require('exporting/feature'));
try {
  require('exporting/hidden');
} catch (e) {
  console.log(e.code);
}
console.log(require('module').builtinModules.includes('fs'), require('node:module').isBuiltin('node:test'), require('fs') === require('node:fs'));
import('./lib/required.mjs').then((m) => console.log(m.value, m.default.name));
import('plain').then((m) => console.log(Object.keys(m), m.default));
console.log(this === module.exports, typeof exports, typeof __dirname, arguments.length);
exports.self = 1;
console.log(require('./lib/esm-like.js'));
