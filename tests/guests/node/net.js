// Sockets of the process with itself: echo, half-close, backpressure, errors and their words.
'use strict';
const net = require('net');

const tell = (name) => (error) => {
  const { code, syscall, address, port, message } = error;
  console.log(name, code, syscall, address, typeof port, message.replace(/\d{4,}/g, 'PORT'));
};

const steps = [
  function echo(next) {
    const server = net.createServer({ allowHalfOpen: true }, (socket) => {
      console.log('connection', socket.remoteFamily, socket.localPort === server.address().port, socket.readyState);
      socket.setEncoding('utf8');
      socket.on('data', (text) => socket.write(`<${text}>`));
      socket.on('end', () => socket.end('bye'));
      socket.on('close', (hadError) => console.log('server side closed', hadError, socket.bytesRead, socket.bytesWritten));
    });
    server.listen(0, '127.0.0.1', () => {
      const { address, family } = server.address();
      console.log('listening', address, family);
      const client = net.connect({ port: server.address().port, host: '127.0.0.1' });
      client.setNoDelay().setKeepAlive(true);
      let text = '';
      client.on('connect', () => {
        console.log('connected', client.remoteAddress, client.remotePort === server.address().port, client.connecting);
        client.write('one');
        client.cork();
        client.write('tw');
        client.write(Buffer.from('o'));
        client.write('ü', 'latin1');
        client.uncork();
        client.end();
      });
      client.on('data', (data) => (text += data.toString('latin1')));
      client.on('end', () => console.log('client end', text.replace(/[<>]/g, '').length));
      client.on('close', (hadError) => {
        console.log('client closed', hadError, client.destroyed);
        server.close(() => next());
      });
    });
  },
  function backpressure(next) {
    const size = 3 << 20;
    let received = 0;
    const server = net.createServer((socket) => {
      socket.pause();
      setTimeout(() => socket.resume(), 20);
      socket.on('data', (data) => (received += data.length));
      socket.on('end', () => {
        console.log('received all', received === size);
        server.close(next);
      });
    });
    server.listen(0, () => {
      const client = net.connect(server.address().port);
      client.on('drain', () => console.log('drain', client.writableLength));
      console.log('write', client.write(Buffer.alloc(size, 7)));
      client.end(() => console.log('finished', client.bytesWritten === size));
    });
  },
  function refused(next) {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => {
        net.connect(port, '127.0.0.1').on('error', tell('refused')).on('close', (hadError) => {
          console.log('close after error', hadError);
          next();
        });
      });
    });
  },
  function inUse(next) {
    const first = net.createServer().listen(0, '127.0.0.1', () => {
      const second = net.createServer();
      second.on('error', (error) => {
        tell('in use')(error);
        console.log(second.listening, first.listening);
        first.close(next);
      });
      second.listen(first.address().port, '127.0.0.1');
    });
  },
  function reset(next) {
    const server = net.createServer((socket) => {
      socket.on('error', tell('server side'));
      socket.once('data', () => socket.resetAndDestroy());
      socket.on('close', (hadError) => console.log('server side closed', hadError));
    });
    server.listen(0, '127.0.0.1', () => {
      const client = net.connect(server.address().port, '127.0.0.1', () => client.write('x'));
      client.on('error', tell('reset'));
      client.on('close', (hadError) => {
        console.log('client closed', hadError);
        server.close(next);
      });
    });
  },
  function writeAfterEnd(next) {
    const server = net.createServer((socket) => socket.resume());
    server.listen(0, '127.0.0.1', () => {
      const client = net.connect(server.address().port, '127.0.0.1', () => {
        client.end('x');
        client.write('y', (error) => console.log('callback', error.code));
      });
      client.on('error', (error) => console.log(error.code, error.message));
      client.on('close', () => server.close(next));
    });
  },
  function timeouts(next) {
    const server = net.createServer((socket) => {
      socket.setTimeout(30, () => {
        console.log('timeout');
        socket.destroy();
      });
    });
    server.listen(0, '127.0.0.1', () => {
      net.connect(server.address().port, '127.0.0.1').on('close', () => server.close(next)).resume();
    });
  },
  function names(next) {
    const dns = require('dns');
    console.log(net.isIP('127.0.0.1'), net.isIP('::1'), net.isIP('1.2.3'), net.isIPv6('fe80::1%eth0'));
    dns.lookup('localhost', { family: 4 }, (error, address, family) => {
      console.log(error, address, family);
      dns.lookup('127.0.0.1', (...answer) => {
        console.log(...answer);
        dns.lookup('::1', { all: true }, (...answer) => {
          console.log(...answer);
          next();
        });
      });
    });
  },
  function badArguments(next) {
    for (const attempt of [() => net.connect({ port: 70000 }), () => net.createServer().listen(-1), () => net.connect({})]) {
      try {
        attempt();
      } catch (error) {
        console.log(error.name, error.code, error.message);
      }
    }
    next();
  },
  function unreferenced() {
    const server = net.createServer().listen(0, () => {
      console.log('ref', server._handle.hasRef());
      server.unref();
      console.log('unref', server._handle.hasRef());
    });
  },
];
(function next() {
  const step = steps.shift();
  if (step === undefined) return;
  console.log(`--- ${step.name}`);
  step(next);
})();
process.on('exit', (code) => console.log('exit', code));
