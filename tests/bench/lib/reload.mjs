import fs from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { pause, quantile } from "./measure.mjs";
import { Server } from "./server.mjs";

const source = (release) => `
const http = require('node:http');
http.createServer((_, response) => response.end('${release}')).listen(Number(process.env.PORT), () => console.log('ready'));
`;

/**
 * Saves a server's source again and again while requests come in, and measures when the new code answers.
 * @param {(folder: string, port: number) => string[]} command what runs the server and reloads it.
 * @param {{saves: number, requestsPerSecond: number}} how
 * @returns {Promise<{p50: number, p95: number, lost: number, requests: number}>} times in milliseconds.
 */
export async function saveToAnswer(command, how) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "wasmrun-bench-"));
  const file = path.join(folder, "server.js");
  fs.writeFileSync(path.join(folder, "package.json"), '{"name": "bench", "main": "server.js"}');
  fs.writeFileSync(file, source("release 0"));
  try {
    const server = await Server.start((port) => command(folder, port), { cwd: folder });
    const client = new Client(server.port, how.requestsPerSecond);
    try {
      await client.waitFor("release 0");
      const times = [];
      for (let save = 1; save <= how.saves; save++) {
        const start = performance.now();
        fs.writeFileSync(file, source(`release ${save}`));
        times.push((await client.waitFor(`release ${save}`)) - start);
        await pause(300);
      }
      return { p50: quantile(times, 0.5), p95: quantile(times, 0.95), lost: client.lost, requests: client.requests };
    } finally {
      await client.stop();
      await server.stop();
    }
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** Sends requests at a steady rate, each on a connection of its own, whether or not earlier ones were answered. */
class Client {
  requests = 0;
  lost = 0;
  #waiting = { text: "", resolve: (_) => {} };
  #pending = new Set();

  constructor(port, rate) {
    this.timer = setInterval(() => {
      const request = this.#send(port).finally(() => this.#pending.delete(request));
      this.#pending.add(request);
    }, 1000 / rate);
  }

  /** The time at which the first answer with this text came. */
  waitFor(text) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no answer '${text}' within 20 s`)), 20_000);
      this.#waiting = {
        text,
        resolve: (time) => {
          clearTimeout(timer);
          resolve(time);
        },
      };
    });
  }

  async stop() {
    clearInterval(this.timer);
    await Promise.all(this.#pending);
  }

  #send(port) {
    this.requests += 1;
    return new Promise((resolve) => {
      const fail = () => {
        this.lost += 1;
        resolve(undefined);
      };
      const request = http.get({ host: "127.0.0.1", port, agent: false, timeout: 10_000 }, (response) => {
        let body = "";
        response.setEncoding("utf8").on("data", (data) => {
          body += data;
        });
        response.once("error", fail);
        response.once("end", () => {
          if (body === this.#waiting.text) this.#waiting.resolve(performance.now());
          resolve(undefined);
        });
      });
      request.once("timeout", () => request.destroy(new Error("timeout")));
      request.once("error", fail);
    });
  }
}
