import net from "node:net";

const request = Buffer.from("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");

/**
 * Requests a second that a server on this machine answers, over connections that are kept open, one request at a time on each.
 * Every answer of these servers has the same length, so that counting bytes counts answers: the generator stays far cheaper than the server.
 * @param {number} port
 * @param {{connections: number, seconds: number}} how
 */
export async function requestsPerSecond(port, { connections, seconds }) {
  const length = await answerLength(port);
  let answers = 0;
  let open = true;
  const sockets = await Promise.all(Array.from({ length: connections }, () => connect(port)));
  const failed = new Promise((_, reject) => {
    for (const socket of sockets) {
      let received = 0;
      socket.on("data", (data) => {
        received += data.length;
        if (received < length) return;
        if (received > length) reject(new Error(`an answer had ${received} bytes, and the first one ${length}`));
        received = 0;
        answers += 1;
        if (open) socket.write(request);
      });
      socket.once("close", () => open && reject(new Error("the server closed a connection")));
      socket.once("error", reject);
    }
  });
  const start = performance.now();
  for (const socket of sockets) socket.write(request);
  await Promise.race([new Promise((resolve) => setTimeout(resolve, seconds * 1000)), failed]);
  const elapsed = (performance.now() - start) / 1000;
  open = false;
  failed.catch(() => {});
  for (const socket of sockets) socket.destroy();
  return answers / elapsed;
}

/** Bytes of one answer, headers included. */
async function answerLength(port) {
  const socket = await connect(port);
  return new Promise((resolve, reject) => {
    let text = "";
    socket.on("data", (data) => {
      text += data.toString("latin1");
      const end = answerEnd(text);
      if (end === undefined) return;
      socket.destroy();
      resolve(end);
    });
    socket.once("error", reject);
    socket.write(request);
  });
}

function answerEnd(text) {
  const headers = text.indexOf("\r\n\r\n");
  if (headers < 0) return undefined;
  const body = headers + 4;
  const length = /^content-length: (\d+)/im.exec(text.slice(0, headers))?.[1];
  if (length !== undefined) return text.length >= body + Number(length) ? body + Number(length) : undefined;
  const last = text.indexOf("0\r\n\r\n", body);
  return last < 0 ? undefined : last + 5;
}

/** @returns {Promise<net.Socket>} */
function connect(port) {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, "127.0.0.1").setNoDelay(true);
    socket.once("connect", () => resolve(socket));
    socket.once("error", reject);
  });
}
