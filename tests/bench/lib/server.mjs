import { spawn } from "node:child_process";
import fs from "node:fs";
import net from "node:net";

/** A server under test: a command that prints `ready` once it listens. */
export class Server {
  /** @param {import('node:child_process').ChildProcess} child */
  constructor(child, port) {
    this.child = child;
    this.port = port;
  }

  /**
   * @param {(port: number) => string[]} command the program and its arguments, for a port.
   * @param {{cwd?: string, env?: NodeJS.ProcessEnv}} [options]
   */
  static async start(command, options = {}) {
    const port = await freePort();
    const [program, ...args] = command(port);
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: { ...process.env, PORT: String(port), ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    await new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${program} did not get ready:\n${output}`)), 60_000);
      const look = (data) => {
        output += data;
        if (!/^ready$/m.test(output)) return;
        clearTimeout(timer);
        resolve(undefined);
      };
      child.stdout.on("data", look);
      child.stderr.on("data", look);
      child.once("error", reject);
      child.once("exit", (code) => reject(new Error(`${program} ended with status ${code}:\n${output}`)));
    }).catch((error) => {
      child.kill("SIGKILL");
      throw error;
    });
    return new Server(child, port);
  }

  /** Resident memory of the process in MB; undefined where there is no /proc. */
  residentMegabytes() {
    const status = `/proc/${this.child.pid}/status`;
    if (!fs.existsSync(status)) return undefined;
    return Number(/VmRSS:\s+(\d+) kB/.exec(fs.readFileSync(status, "utf8"))?.[1]) / 1024;
  }

  async stop() {
    const exited = new Promise((resolve) => this.child.once("exit", resolve));
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill("SIGTERM");
    const timer = setTimeout(() => this.child.kill("SIGKILL"), 2000);
    await exited;
    clearTimeout(timer);
  }
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = /** @type {net.AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
}
