// Parsing, setters, domains and file URLs, as ada under Node's url binding does them.
'use strict';
const { internalBinding, write } = require('./common.cjs');
const binding = internalBinding('url');
const { toASCII, toUnicode } = internalBinding('encoding_binding');

const absolute = [
  'http://example.com', 'http://example.com/', 'HTTP://EXAMPLE.com:80/a/../b/./c?d=e#f', 'https://u:p@h:8443/p?q#f', 'http://u@h', 'http://:p@h', 'http://u:@h', 'http://@h', 'http://:@h', 'http://u:p:q@h', 'http://a@b@c', 'http://u%20:%3Ap@h', 'http://ü:ß@h/', "http://a!$&'()*+,;=:b^`{}|[]<>\"@h", 'http://h:', 'http://h:/', 'http://h:0', 'http://h:00080', 'http://h:65535', 'http://h:65536', 'http://h:8a', 'http://h:-1', 'http://:80', 'http://', 'http:///', 'http:///h', 'http:////h/p', 'http:\\\\h\\p', 'http:h', 'http:/h', 'http:/\\h/p',
  'ftp://h:21/', 'ws://h:80/', 'wss://h:443', 'wss://h:80', 'file:', 'file:/', 'file://', 'file:///', 'file:////', 'file:///a/b', 'file://h/a', 'file://localhost/a', 'file://LOCALHOST/a', 'file:c:/a', 'file:///c:/a', 'file:///C|/a/../..', 'file:///c:', 'file://c:/a', 'file://c|/a', 'file:\\\\h\\a', 'file:a', 'file:?q', 'file:#f', 'file://h:80/', 'file://u@h/', 'file:///a b?c d#e f', 'file:///%43:/', 'file://1.2/', 'file:///a/c:/..', 'file:///c:/../d',
  'mailto:a@b', 'javascript:alert(1)', 'data:text/plain,a b ?c d #e f ', 'about:blank', 'non:a b', 'non:a b ', 'non: a ?', 'non:a  #', 'non:/a b', 'non://h/p', 'non://h:80/p', 'non://H%41/p', 'non://ü/p', 'non://h o/', 'non://h|/', 'non://', 'non:///p', 'non:/..//p', 'non:/.//p', 'non:/a/..//p', 'non:a/../b', 'non:\\a', 'non://u:p@h', 'non://u@', 'non://:80', 'non://h:99999', 'non://[::1]/', 'a:', 'a+b-c.d:x', '1a:x', 'a_b:x', ':x', '', ' ', '//h', '/p', 'p', '?q', '#f', 'blob:http://a/b', 'blob:x', 'urn:a:b:c', 'tel:+1', 'web+x:y',
  '  http://h/  ', 'ht\ntp://h\t/\r', '\x01http://h/\x1f', 'http://h/\x00a', 'http://h/a\x7fb', 'http://h/é€😀', 'http://h/\ud800', 'http://h/?\udc00é', 'http://h/#\ud800é', 'http://h/ "<>^`{}|[]\\\'', 'http://h/? "<>^`{}|[]\\\'#', 'http://h/# "<>^`{}|[]\\\'', 'non://h/? "<>^`{}|[]\\\'', 'non:/ "<>^`{}|[]\\\'', 'http://h/%', 'http://h/%2', 'http://h/%zz%41', 'http://h/?%', 'http://h/a%2fb', 'http://h/.', 'http://h/..', 'http://h/./', 'http://h/../', 'http://h/a/.', 'http://h/a/..', 'http://h/a/../..', 'http://h/%2e', 'http://h/%2E%2e', 'http://h/.%2e/x', 'http://h/%2e./x', 'http://h/a/%2e%2E/b', 'http://h/...', 'http://h/.a', 'http://h//a//b//', 'http://h//..//a', 'http://h/a\\b\\..\\c', 'http://h?', 'http://h#', 'http://h?#', 'http://h/?a?b', 'http://h/#a#b', "http://h/?'", "non://h/?'",
];
const hosts = [
  '1.2.3.4', '1.2.3', '1.2', '1', '0', '4294967295', '4294967296', '256', '256.1', '1.256.1.1', '1.2.3.256', '0x7f.1', '0X7F.0.0.1', '0x', '0x.0x.0', '00', '010.1', '08', '09.1', '1.2.3.4.', '1.2.3.4.5', '1..2', '.1', '1.', 'a.1', 'a.0x', 'a.0xg', 'a.1a', '1e2', '0x100000000', '0xffffffff', '1.0x10000', '1.2.0xffff', '1.2.0x10000', '１.２.3', '0..0x1', '99999999999999999999', '1.2.3.08', '%31.2',
  '[::]', '[::1]', '[1::]', '[1:2:3:4:5:6:7:8]', '[1:2:3:4:5:6:7]', '[1:2:3:4:5:6:7:8:9]', '[1:2:3:4:5:6:7::]', '[::2:3:4:5:6:7:8]', '[1::2::3]', '[1:::2]', '[:1]', '[1:]', '[::1:]', '[::1.2.3.4]', '[::1.2.3]', '[::1.2.3.4.5]', '[::1.2.3.256]', '[::01.2.3.4]', '[1:2:3:4:5:6:1.2.3.4]', '[1:2:3:4:5:6:7:1.2.3.4]', '[::ffff:1.2.3.4]', '[ABCD::EF]', '[12345::]', '[g::]', '[::%eth0]', '[::1', '::1]', '[]', '[::1]x', '[1:0:0:2:0:0:0:3]', '[0:0:1::]', '[1:0:2:0:3:0:4:0]', '[::1.2.3.4:5]', '[0:1:2:3:4:5:6:7]', '[1::8:0:0]', '[::.1.2.3]', '[1.2.3.4]',
  'EXAMPLE.Com', 'a.b.', 'a..b', '.', '..', 'a b', 'a%20b', 'a%2Eb', 'a%00b', 'a%', 'a%zz', 'a_b', 'a~b', 'a!b', "a'b", 'a"b', 'a<b', 'a^b', 'a|b', 'a\\b', 'a`b', 'a{b}', 'a,b', 'a;b', 'a*b', 'a+b', 'a=b', 'a&b', '-a', 'a-', '--', 'xn--', 'xn--a', 'xn--a-', 'xn--ls8h', 'xn--espaol-zwa', 'XN--ESPAOL-ZWA', 'xn--iñvalid', 'xn--zn7c', 'español', 'ESPAÑOL', 'faß', 'FAẞ', 'ﬁ', '日本語。jp', '日本語．ＪＰ', 'e\u0301', 'a\u0323\u0301', '\u0301a', 'a\u00adb', '\u00ad', 'a\u200bb', 'a\u200db', 'a\u200cb', 'क्\u200dष', '☃', '😀', 'ｅｘａｍｐｌｅ', '①', '㈱', 'İ', 'ς', 'Σ', 'Å', 'Ⅷ', 'אב', 'אב.com', 'a.אב', 'אב-ג', 'א1ב', 'שלום', 'السلام', 'سلام1', 'नी\u200dत', '\u200da', 'אa', 'aא', '1א', 'א1', 'ﷺ', '\u2260', '=\u0338', 'a≠b', '\ud800', '\u{10ffff}', '\ufffd', '%ef%bf%bd', '%c3%a9', '%c3', 'ä.ö.ü', 'BÜCHER.example', 'xn--bcher-kva', 'xn--Bcher-kva', '한글', '\u1112\u1161\u11ab', 'ﾊﾟ', 'ｶﾞ', '\u0644\u0627', 'a\u3002b', 'a\uff61b', 'ab\u0000', 'x'.repeat(70), `${'é'.repeat(64)}`, '🏳️‍🌈', '\u2F868', 'xn--0ca', 'xn--e1afmkfd', 'пример', 'ПРИМЕР.испытание', 'ไทย', 'xn--o3cw4h',
];
const bases = ['http://u:p@h:81/a/b/c?q#f', 'http://h', 'file:///C:/a/b', 'file://srv/a/b?q', 'file:///a', 'non://h/a/b?q#f', 'non:/a/b', 'non:opaque?q#f', 'https://h/x/', 'blob:http://a/b', 'bad base', 'non://h'];
const relative = ['', '#', '#x', '?', '?x', '?x#y', '.', './', '..', '../', '../..', '../../..', '../x', './x', 'x', 'x/y/../z', '/', '/x', '//', '//g', '//g:9/x', '///g', '\\x', '\\\\g', '/\\g', '\\/g', 'http:', 'http:x', 'http:/x', 'http://g', 'https:x', 'file:x', 'file:/x', 'file:', 'file://g/x', 'non:', 'non:x', 'c:', 'c:/x', 'C|/x', 'c|x', '/c:/x', '//c:/x', '///c:/x', 'x?y', 'x#y', ';x', 'x;y', ' x ', '%2e%2e/x', ':x', '1:x', '@x', '//u@g', '/..//x', '//g/..', './/x', '/.//x', '..//x', 'x:y', 'é', '?é', '#é'];

const parse = (input, base) => {
  let href;
  try { href = binding.parse(input, base, false); } catch { href = undefined; }
  return { input: units(input), base: base ?? null, href: href ?? null, components: href === undefined ? null : [...binding.urlComponents], origin: href === undefined ? null : binding.getOrigin(href) };
};
const units = (text) => (text.isWellFormed() ? text : Array.from({ length: text.length }, (_, i) => text.charCodeAt(i)));

write('Url/Parse.json', [
  ...absolute.map((input) => parse(input)),
  ...hosts.flatMap((host) => [parse(`http://${host}/`), parse(`non://${host}/`), parse(`file://${host}/`)]),
  ...bases.flatMap((base) => relative.map((input) => parse(input, base))),
]);

const actions = ['protocol', 'host', 'hostname', 'port', 'username', 'password', 'pathname', 'search', 'hash', 'href'];
const urls = ['http://u:p@h:8080/p?q#f', 'http://h/', 'file:///a', 'file://h/a', 'non://h/p', 'non:/p', 'non:/.//p', 'mailto:a b', 'non:', 'https://h:80/', 'non://h:9/'];
const values = {
  protocol: ['https', 'https:', 'http', 'ftp:x', 'file', 'non', 'ws', '', ':', '1x', 'HTTPS', 'h\ttps', 'wss:80'],
  host: ['g', 'g:9', 'g:80', 'g:443', 'g:99999', 'g:x', 'g:9x', 'g:', ':9', '', 'g/x', 'g?x', 'g#x', 'g\\x', 'u@g', '[::1]', '[::1]:9', '[::1', 'a b', 'é', '1.2', 'localhost', 'c:', 'G', 'a%41', 'g\t:9', 'x:y:z', '256.256.256.256'],
  port: ['9', '', '80', '443', '08', '99999', 'x', '9x', 'x9', '-1', ' 9', '9/8', '\t9', '0', '65535', '65536', '00000000000080'],
  username: ['', 'a', 'a b', ':@/', 'é', '%41', '\ud800'], password: ['', 'a', 'a b', ':@/', 'é'],
  pathname: ['', '/', 'x', '/x', '//x', '/..//x', 'x?y', 'x#y', '\\x', './x', '/c:/x', 'C|', 'é x', '/%2e%2e/x', '..', '.'],
  search: ['', '?', 'x', '?x', '??x', 'é \'"<>', '#x', 'a\tb', '?a b'], hash: ['', '#', 'x', '#x', '##x', 'é "<>`', 'a\nb'],
  href: ['http://z/', 'bad', '', 'non:x', '/x'],
};
values.hostname = values.host;
const setters = [];
for (const href of urls) for (const [action, name] of actions.entries()) for (const value of values[name]) {
  const parsed = binding.parse(href, undefined, true);
  const result = binding.update(parsed, action, value);
  setters.push({ href: parsed, action, value: units(value), result: result === false ? null : result, components: result === false ? null : [...binding.urlComponents] });
}
write('Url/Setters.json', setters);
write('Url/Domains.json', hosts.map((domain) => ({ domain: units(domain), ascii: binding.domainToASCII(domain), unicode: binding.domainToUnicode(domain), idna: domain.isWellFormed() ? toASCII(domain) : null, back: toUnicode(domain) })));
write('Url/Files.json', ['/', '/a', '/a b', '/a?b#c%d', '/a\\b', '/\n\r\t', '/é', '/a/../b', '/c:/x', '//a', '/😀', "/a'b\"c<d>e`f{g}h|i^j[k]l;m:n@o&p=q+r$s,t~u"].map((path) => ({ path, href: binding.pathToFileURL(path, false), windows: binding.pathToFileURL(`C:${path}`, true), unc: binding.pathToFileURL(path, true, 'srv') })));
write('Url/Format.json', ['http://u:p@xn--espaol-zwa.com/a?b#c', 'non://h?q#f', 'mailto:a?b#c', 'file:///a#b'].flatMap((href) => Array.from({ length: 16 }, (_, bits) => [!!(bits & 1), !!(bits & 2), !!(bits & 4), !!(bits & 8)]).map((flags) => ({ href: binding.parse(href), flags, text: binding.format(href, ...flags) }))));
