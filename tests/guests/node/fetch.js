// fetch against a server of the same process: bodies both ways, streams, redirects, aborts, faults.
'use strict';
const http = require('http');
const net = require('net');
const zlib = require('zlib');

const server = http.createServer(async (incoming, outgoing) => {
  let body = '';
  for await (const chunk of incoming) body += chunk;
  switch (incoming.url) {
    case '/json':
      outgoing.setHeader('content-type', 'application/json');
      return outgoing.end(JSON.stringify({ method: incoming.method, type: incoming.headers['content-type'], body }));
    case '/redirect':
      return outgoing.writeHead(302, { location: '/json' }).end();
    case '/gzip':
      return outgoing.writeHead(200, { 'content-encoding': 'gzip' }).end(zlib.gzipSync('unpacked'));
    case '/slow':
      outgoing.write('first ');
      return setTimeout(() => outgoing.end('second'), 10);
    case '/large':
      return outgoing.end(Buffer.alloc(500_000, 'x'));
    case '/never':
      return undefined;
    case '/cut':
      outgoing.writeHead(200, { 'content-length': 100 }).write('abc');
      return setTimeout(() => incoming.socket.destroy(), 10);
    default:
      return outgoing.writeHead(404, 'No Such Thing', [['set-cookie', 'a=1'], ['set-cookie', 'b=2'], ['x-empty', '']]).end('missing');
  }
});
const tell = (error) => console.log(error.name, error.message, error.cause?.code, error.cause?.message?.replace(/\d{4,}/g, 'PORT'));

server.listen(0, '127.0.0.1', async () => {
  const base = `http://127.0.0.1:${server.address().port}`;
  console.log(await (await fetch(`${base}/json`)).json());
  console.log(await (await fetch(`${base}/json`, { method: 'POST', body: JSON.stringify({ a: 1 }), headers: { 'content-type': 'application/json' } })).json());
  console.log(await (await fetch(`${base}/json`, { method: 'PUT', body: new URLSearchParams({ b: '2' }) })).json());
  const redirected = await fetch(`${base}/redirect`);
  console.log(redirected.redirected, redirected.url.endsWith('/json'), redirected.ok, (await redirected.json()).method);
  console.log(await (await fetch(`${base}/gzip`)).text());
  const missing = await fetch(`${base}/other`);
  console.log(missing.status, missing.statusText, missing.ok, missing.headers.getSetCookie(), JSON.stringify(missing.headers.get('x-empty')), await missing.text());
  console.log((await fetch(`${base}/json`, { method: 'HEAD' })).headers.get('content-type'));
  let text = '';
  for await (const chunk of (await fetch(`${base}/slow`)).body) text += Buffer.from(chunk);
  console.log(text);
  console.log((await (await fetch(`${base}/large`)).arrayBuffer()).byteLength);
  console.log((await Promise.all(Array.from({ length: 12 }, async (_, i) => (await fetch(`${base}/json`, { method: 'POST', body: `${i}` })).json()))).map((answer) => answer.body));
  await fetch(`${base}/never`, { signal: AbortSignal.timeout(30) }).catch(tell);
  await fetch(`${base}/cut`).then((response) => response.text()).catch(tell);
  await fetch('http://127.0.0.1:1/').catch(tell);
  const fake = net.createServer((socket) => socket.once('data', () => socket.end('nonsense\r\n\r\n'))).listen(0, '127.0.0.1', async () => {
    await fetch(`http://127.0.0.1:${fake.address().port}/`).catch(tell);
    fake.close();
    server.closeAllConnections();
    server.close(() => console.log('closed'));
  });
});
