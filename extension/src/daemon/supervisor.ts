import { Emitter, type Event } from "vscode-jsonrpc/node";
import { failureOf } from "../failure.ts";
import type { WasmRunClient } from "../protocol/generated.ts";
import type { Disposable } from "../util/disposables.ts";
import { Backoff } from "./backoff.ts";
import type { RunningDaemon } from "./launch.ts";

export interface Disconnection {
  /** How it ended, as a phrase. */
  reason: string;
  /** Whether somebody asked for it. */
  expected: boolean;
  /** Milliseconds until it is started again; absent when it is not. */
  retryInMs?: number;
}

/**
 * Keeps one daemon: started when first needed, started again after a crash, later each time, and given up when it
 * keeps crashing, until somebody needs it again.
 */
export class DaemonSupervisor implements Disposable {
  private readonly connected = new Emitter<RunningDaemon>();
  private readonly disconnected = new Emitter<Disconnection>();
  private current: Promise<RunningDaemon> | undefined;
  private retry: NodeJS.Timeout | undefined;
  private stopping = false;
  private disposed = false;

  readonly onDidConnect: Event<RunningDaemon> = this.connected.event;
  readonly onDidDisconnect: Event<Disconnection> = this.disconnected.event;

  private readonly backoff: Backoff;

  constructor(
    private readonly launch: () => Promise<RunningDaemon>,
    backoff = new Backoff(),
    private readonly now: () => number = Date.now,
  ) {
    this.backoff = backoff;
  }

  /** The daemon's client; starts the daemon when it does not run. */
  async client(): Promise<WasmRunClient> {
    return (await this.daemon()).client;
  }

  /** Ends the daemon, and starts it again. */
  async restart(): Promise<void> {
    this.backoff.reset();
    await this.stop();
    await this.daemon();
  }

  dispose(): void {
    this.disposed = true;
    void this.stop();
    this.connected.dispose();
    this.disconnected.dispose();
  }

  /** Ends the daemon, if it runs. */
  async stop(): Promise<void> {
    clearTimeout(this.retry);
    const daemon = await this.current?.catch(() => undefined);
    if (!daemon) return;
    this.stopping = true;
    try {
      await daemon.stop();
      await daemon.ended;
    } finally {
      this.stopping = false;
    }
  }

  private daemon(): Promise<RunningDaemon> {
    if (this.disposed) return Promise.reject(new Error("The extension is shutting down"));
    clearTimeout(this.retry);
    this.current ??= this.start();
    return this.current;
  }

  private async start(): Promise<RunningDaemon> {
    const startedAt = this.now();
    try {
      const daemon = await this.launch();
      void daemon.ended.then((reason) => this.ended(reason, this.now() - startedAt));
      this.connected.fire(daemon);
      return daemon;
    } catch (error) {
      // Whoever asked is told; the next one who asks tries again.
      this.current = undefined;
      throw error;
    }
  }

  private ended(reason: string, livedMs: number): void {
    this.current = undefined;
    if (this.disposed) return;
    if (this.stopping) {
      this.disconnected.fire({ reason, expected: true });
      return;
    }
    const retryInMs = this.backoff.next(livedMs);
    this.disconnected.fire(
      retryInMs === undefined ? { reason, expected: false } : { reason, expected: false, retryInMs },
    );
    if (retryInMs !== undefined) this.retry = setTimeout(() => void this.again(), retryInMs);
  }

  private async again(): Promise<void> {
    try {
      await this.daemon();
    } catch (error) {
      this.disconnected.fire({ reason: failureOf(error).message, expected: false });
    }
  }
}
