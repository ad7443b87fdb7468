import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { required } from "../support/environment.ts";
import { VSCodeServer } from "./server.ts";
import { Workbench } from "./workbench.ts";

const images = fileURLToPath(new URL("../../../docs/images", import.meta.url));

/** VS Code with the extension, open on one folder. Dispose of it with `await using`. */
export class Session implements AsyncDisposable {
  private constructor(
    private readonly home: string,
    private readonly server: VSCodeServer,
    readonly workbench: Workbench,
  ) {}

  static async open(folder: string, options: { trusted?: boolean } = {}): Promise<Session> {
    const home = fs.mkdtempSync(path.join(os.tmpdir(), "wasmrun-vscode-"));
    const server = await VSCodeServer.start(home, {
      vsix: required("WASMRUN_TEST_VSIX"),
      trusted: options.trusted ?? true,
    });
    try {
      return new Session(home, server, await Workbench.open(server.origin, folder));
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  /**
   * Runs a scenario; when it fails, says what VS Code showed: a picture, and the log of the extension's output channel.
   * @param name names the picture.
   */
  async scenario(name: string, steps: (workbench: Workbench) => Promise<void>): Promise<void> {
    try {
      await steps(this.workbench);
    } catch (error) {
      const picture = path.join(os.tmpdir(), `wasmrun-failed-${name}.png`);
      await this.workbench.page.screenshot({ path: picture });
      throw new Error(
        `${error instanceof Error ? error.message : error}\nVS Code then: ${picture}\n${this.extensionLogs()}`,
        { cause: error },
      );
    }
  }

  /** A picture of the window for the documentation; taken only when pictures are to be updated. */
  async picture(name: string): Promise<void> {
    if (!process.env.WASMRUN_TEST_UPDATE_SCREENSHOTS) return;
    fs.mkdirSync(images, { recursive: true });
    // Away from everything that shows a tip, and long enough for one that is shown to go.
    await this.workbench.page.mouse.move(900, 450);
    await this.workbench.page.waitForTimeout(1000);
    await this.workbench.page.screenshot({ path: path.join(images, `${name}.png`) });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.workbench.close();
    await this.server.stop();
    fs.rmSync(this.home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }

  private extensionLogs(): string {
    const logs = path.join(this.home, "data", "data", "logs");
    if (!fs.existsSync(logs)) return "";
    const files = fs
      .readdirSync(logs, { recursive: true, encoding: "utf8" })
      .filter((file) => /wasmrun|exthost\d*\.log/.test(path.basename(file)) || /wasmrun/.test(file));
    return files
      .map((file) => path.join(logs, file))
      .filter((file) => fs.statSync(file).isFile())
      .map((file) => `--- ${path.basename(file)}\n${fs.readFileSync(file, "utf8").split("\n").slice(-30).join("\n")}`)
      .join("\n");
  }
}
