// An http server and its clients in one process: bodies, keep-alive, pipelining, chunks, trailers, upgrades, faults.
'use strict';
const http = require('http');
const net = require('net');

const listen = (server) => new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server.address().port)));
const close = (server) => new Promise((resolve) => server.close(resolve));
const request = (options, body) =>
  new Promise((resolve, reject) => {
    const outgoing = http.request({ host: '127.0.0.1', ...options }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk) => (text += chunk));
      response.on('end', () => resolve({ response, text }));
      response.on('error', reject);
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
/** Sends bytes as they are and gives back all that comes, without its date. */
const raw = (port, ...parts) =>
  new Promise((resolve) => {
    let text = '';
    const socket = net.connect(port, '127.0.0.1', async () => {
      for (const part of parts) {
        socket.write(part, 'latin1');
        await new Promise((done) => setTimeout(done, 5));
      }
    });
    socket.setEncoding('latin1');
    socket.on('data', (data) => (text += data));
    socket.on('error', (error) => resolve(error.code));
    socket.on('close', () => resolve(text.replace(/Date: .*\r\n/g, '')));
  });

const steps = {
  async simple() {
    const server = http.createServer((incoming, outgoing) => {
      let body = '';
      incoming.on('data', (chunk) => (body += chunk));
      incoming.on('end', () => {
        console.log(incoming.method, incoming.url, incoming.httpVersion, incoming.headers['x-name'], incoming.rawHeaders.length, body.length);
        outgoing.writeHead(201, 'Made', { 'X-Twice': ['a', 'b'], 'Content-Type': 'text/plain' });
        outgoing.end(`got ${body}`);
      });
    });
    const port = await listen(server);
    const { response, text } = await request({ port, method: 'PUT', path: '/a?b=c', headers: { 'X-Name': 'v\u00fc' } }, 'body');
    const { date, ...headers } = response.headers;
    console.log(response.statusCode, response.statusMessage, headers, typeof date, text);
    const head = await request({ port, method: 'HEAD' });
    console.log(head.response.statusCode, JSON.stringify(head.text));
    const large = await request({ port, method: 'POST' }, Buffer.alloc(300_000, 'x'));
    console.log(large.text.length);
    await close(server);
  },
  async keepAlive() {
    let connections = 0;
    const server = http.createServer((incoming, outgoing) => outgoing.end(incoming.url));
    server.on('connection', () => connections++);
    const port = await listen(server);
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    const answers = await Promise.all([1, 2, 3, 4].map((n) => request({ port, agent, path: `/${n}` })));
    console.log(answers.map((answer) => answer.text), connections);
    console.log(answers.map((answer) => answer.response.headers['keep-alive']));
    agent.destroy();
    await close(server);
  },
  async streaming() {
    const server = http.createServer((incoming, outgoing) => {
      outgoing.setHeader('Trailer', 'X-Sum');
      outgoing.write('one ');
      setTimeout(() => {
        outgoing.write('two ');
        outgoing.addTrailers({ 'X-Sum': '2' });
        outgoing.end('three');
      }, 5);
    });
    const port = await listen(server);
    const { response, text } = await request({ port });
    console.log(text, response.headers['transfer-encoding'], response.trailers);
    await close(server);
  },
  async onTheWire() {
    const server = http.createServer((incoming, outgoing) => {
      incoming.resume();
      incoming.on('end', () => outgoing.end(`${incoming.method} ${incoming.url} ${JSON.stringify(incoming.trailers)}`));
    });
    server.keepAliveTimeout = 30;
    const port = await listen(server);
    console.log(await raw(port, 'GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\nGET /3 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'));
    console.log(await raw(port, 'POST /cut HTTP/1.1\r\nHo', 'st: a\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n3\r\nab', 'c\r\n0\r\nX: y\r\n\r\n'));
    console.log(await raw(port, 'GET / HTTP/1.0\r\n\r\n'));
    console.log(await raw(port, 'GET / HTTP/1.1\r\n\r\n'));
    console.log(await raw(port, 'NONSENSE\r\n\r\n'));
    console.log(await raw(port, `GET / HTTP/1.1\r\nHost: a\r\nX: ${'y'.repeat(20000)}\r\n\r\n`));
    console.log(await raw(port, 'GET / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n'));
    await close(server);
  },
  async faults() {
    const server = http.createServer((incoming, outgoing) => {
      if (incoming.url === '/destroy') return incoming.socket.destroy();
      if (incoming.url === '/cut') {
        outgoing.writeHead(200, { 'Content-Length': 10 });
        outgoing.write('abc', () => incoming.socket.destroy());
        return undefined;
      }
      try {
        outgoing.setHeader('a b', 'c');
      } catch (error) {
        console.log(error.code, error.message);
      }
      outgoing.end();
      try {
        outgoing.setHeader('late', 'x');
      } catch (error) {
        console.log(error.code, error.message);
      }
      return undefined;
    });
    server.on('clientError', (error, socket) => {
      console.log('clientError', error.code, error.message, error.bytesParsed, error.rawPacket?.length, error.reason);
      socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
    });
    const port = await listen(server);
    await request({ port });
    for (const path of ['/destroy', '/cut']) await request({ port, path }).catch((error) => console.log(path, error.code, error.message));
    console.log(await raw(port, 'GET / HTTP/1.1\r\nHost: a\r\nBad Header: x\r\n\r\n'));
    const fake = net.createServer((socket) => socket.once('data', () => socket.end('HTTX 200 OK\r\n\r\n')));
    const fakePort = await listen(fake);
    await request({ port: fakePort }).catch((error) => console.log(error.code, error.message, error.bytesParsed, error.reason));
    await close(fake);
    await close(server);
    await request({ port }).catch((error) => console.log(error.code, error.syscall, error.address));
  },
  async upgrade() {
    const server = http.createServer();
    server.on('upgrade', (incoming, socket, head) => {
      console.log('upgrade', incoming.headers.upgrade, String(head));
      socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\nfirst');
      socket.on('data', (data) => socket.end(data));
    });
    const port = await listen(server);
    await new Promise((resolve) => {
      const outgoing = http.request({ port, host: '127.0.0.1', headers: { Connection: 'Upgrade', Upgrade: 'echo' } }).end();
      outgoing.on('upgrade', (response, socket, head) => {
        console.log(response.statusCode, String(head));
        socket.write('ping');
        socket.on('data', (data) => console.log(String(data)));
        socket.on('end', () => socket.end());
        socket.on('close', resolve);
      });
    });
    await close(server);
  },
  async expectAndInformation() {
    const server = http.createServer((incoming, outgoing) => {
      outgoing.writeProcessing();
      incoming.pipe(outgoing);
    });
    const port = await listen(server);
    await new Promise((resolve) => {
      const outgoing = http.request({ port, host: '127.0.0.1', method: 'POST', headers: { Expect: '100-continue' } });
      outgoing.on('continue', () => {
        console.log('continue');
        outgoing.end('piped');
      });
      outgoing.on('information', (info) => console.log('information', info.statusCode));
      outgoing.on('response', (response) => response.on('data', (data) => console.log(String(data))).on('end', resolve));
      outgoing.flushHeaders();
    });
    await close(server);
  },
  async context() {
    const { AsyncLocalStorage } = require('async_hooks');
    const storage = new AsyncLocalStorage();
    const server = http.createServer((incoming, outgoing) => {
      storage.run(incoming.url, async () => {
        await new Promise((resolve) => setTimeout(resolve, incoming.url === '/a' ? 10 : 1));
        outgoing.end(storage.getStore());
      });
    });
    const port = await listen(server);
    const answers = await Promise.all(
      ['/a', '/b'].map((path) => storage.run(`client ${path}`, async () => `${(await request({ port, path })).text} in ${storage.getStore()}`)),
    );
    console.log(answers);
    await close(server);
  },
  async timeouts() {
    const server = http.createServer({ headersTimeout: 20, requestTimeout: 20, connectionsCheckingInterval: 10 }, () => {});
    server.on('timeout', () => console.log('server timeout'));
    const port = await listen(server);
    console.log(await raw(port, 'GET / HT'));
    const outgoing = http.get({ port, host: '127.0.0.1', timeout: 30, path: '/never' });
    await new Promise((resolve) => {
      outgoing.on('timeout', () => {
        console.log('client timeout');
        outgoing.destroy();
      });
      outgoing.on('error', (error) => resolve(console.log(error.code, error.message)));
    });
    server.closeAllConnections();
    await close(server);
  },
};

(async () => {
  for (const name of Object.keys(steps)) {
    console.log(`--- ${name}`);
    await steps[name]();
  }
})();
