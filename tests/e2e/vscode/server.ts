import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { required } from "../support/environment.ts";
import { quietSettings } from "./settings.ts";

/** A real VS Code server with folders of its own, and the wasmrun extension installed from its package. */
export class VSCodeServer {
  private constructor(
    private readonly child: ChildProcess,
    readonly origin: string,
    readonly logs: string,
  ) {}

  /**
   * @param home an empty folder for everything that the server writes.
   * @param options.vsix the extension's package.
   * @param options.trusted whether every folder is trusted; otherwise VS Code starts in Restricted Mode.
   */
  static async start(home: string, options: { vsix: string; trusted: boolean }): Promise<VSCodeServer> {
    const folders = {
      data: path.join(home, "data"),
      user: path.join(home, "user"),
      extensions: path.join(home, "extensions"),
    };
    for (const folder of Object.values(folders)) fs.mkdirSync(folder, { recursive: true });
    for (const place of [path.join(folders.user, "User"), path.join(folders.data, "data", "Machine")]) {
      fs.mkdirSync(place, { recursive: true });
      fs.writeFileSync(path.join(place, "settings.json"), JSON.stringify(quietSettings, null, 2));
    }
    const logs = path.join(home, "server.log");
    const common = [
      "--server-data-dir",
      folders.data,
      "--user-data-dir",
      folders.user,
      "--extensions-dir",
      folders.extensions,
    ];
    await run([...common, "--install-extension", options.vsix], home, logs);
    const serve = [
      "--host",
      "127.0.0.1",
      "--port",
      "0",
      "--without-connection-token",
      "--accept-server-license-terms",
      "--telemetry-level",
      "off",
    ];
    if (options.trusted) serve.push("--disable-workspace-trust");
    const child = launch([...serve, ...common], home, logs);
    try {
      return new VSCodeServer(child, `http://127.0.0.1:${await listeningPort(child, logs)}`, logs);
    } catch (error) {
      endGroup(child);
      throw error;
    }
  }

  /** Ends the server and every process it started. */
  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exited = once(this.child, "exit");
    endGroup(this.child);
    await exited;
  }
}

async function run(args: string[], home: string, logs: string): Promise<void> {
  const child = launch(args, home, logs);
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`VS Code's server ended with status ${code}:\n${fs.readFileSync(logs, "utf8")}`);
}

function launch(args: string[], home: string, logs: string): ChildProcess {
  const log = fs.openSync(logs, "a");
  try {
    return spawn(required("WASMRUN_TEST_VSCODE_NODE"), [required("WASMRUN_TEST_VSCODE"), ...args], {
      stdio: ["ignore", log, log],
      // A group of its own, so that its extension hosts and their children end with it.
      detached: true,
      env: {
        ...process.env,
        EXTENSIONS_GALLERY: "{}",
        XDG_CONFIG_HOME: path.join(home, "config"),
        XDG_DATA_HOME: path.join(home, "share"),
      },
    });
  } finally {
    fs.closeSync(log);
  }
}

function endGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGTERM");
  } catch {
    // It has ended by itself.
  }
}

/** Waits until the server says on which port it listens. */
async function listeningPort(child: ChildProcess, logs: string): Promise<number> {
  for (let attempt = 0; attempt < 600 && child.exitCode === null; attempt++) {
    const port = /Extension host agent listening on (\d+)/.exec(fs.readFileSync(logs, "utf8"))?.[1];
    if (port) return Number(port);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`VS Code's server does not listen:\n${fs.readFileSync(logs, "utf8")}`);
}
