import http from "node:http";
import net from "node:net";

export interface Answer {
  status: number;
  body: string;
}

/** One GET request on a connection of its own. */
export function get(url: string, timeout = 10_000): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = http.get(url, { agent: false, timeout }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text) => (body += text));
      response.once("end", () => resolve({ status: response.statusCode ?? 0, body }));
      response.once("error", reject);
    });
    request.once("timeout", () => request.destroy(new Error(`no answer from ${url} within ${timeout} ms`)));
    request.once("error", reject);
  });
}

/** A port of this machine that nothing listens on at the moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** Whether anything accepts connections at a port of 127.0.0.1. */
export function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}

/** Asks for a page over and over, one request after the other, and keeps what came back. */
export class RequestLoop {
  readonly answers: Answer[] = [];
  readonly failures: string[] = [];
  private stopped = false;
  private readonly finished: Promise<void>;

  /** @param limit ends the loop by itself after so many requests. */
  constructor(
    private readonly url: string,
    private readonly limit = 20_000,
  ) {
    this.finished = this.run();
  }

  /** Waits until an answer's body contains a text, and returns that answer. */
  async until(text: string, timeout = 20_000): Promise<Answer> {
    for (const deadline = Date.now() + timeout; Date.now() < deadline; ) {
      const found = this.answers.findLast((answer) => answer.body.includes(text));
      if (found) return found;
      await pause(5);
    }
    throw new Error(
      `No answer contained '${text}' within ${timeout} ms; the last one was ${JSON.stringify(this.answers.at(-1))}, failures: ${this.failures.slice(0, 3).join("; ")}`,
    );
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.finished;
  }

  private async run(): Promise<void> {
    for (let count = 0; count < this.limit && !this.stopped; count++) {
      try {
        const answer = await get(this.url);
        this.answers.push(answer);
        if (answer.status !== 200) this.failures.push(`status ${answer.status}`);
      } catch (error) {
        this.failures.push(String(error));
      }
      await pause(2);
    }
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
