import { Emitter, type Event } from "vscode-jsonrpc/node";
import type { PortInfo, ProcessInfo, WasmRunClient } from "../protocol/generated.ts";

/** The ports that programs listen on, as the daemon reports them. */
export class PortModel {
  private readonly ports = new Map<number, PortInfo>();
  private readonly changed = new Emitter<void>();
  readonly onDidChange: Event<void> = this.changed.event;

  get all(): PortInfo[] {
    return [...this.ports.values()].sort((a, b) => a.port - b.port || a.hostPort - b.hostPort);
  }

  /** Follows a daemon, from now on. */
  follow(client: WasmRunClient): void {
    client.onPortOpened(({ port }) => this.opened(port));
    client.onPortClosed(({ hostPort }) => this.closed(hostPort));
    client.portList().then(
      ({ ports }) => {
        for (const port of ports) this.opened(port);
      },
      () => undefined,
    );
  }

  /** The daemon is gone, and every port with it. */
  clear(): void {
    this.ports.clear();
    this.changed.fire();
  }

  private opened(port: PortInfo): void {
    this.ports.set(port.hostPort, port);
    this.changed.fire();
  }

  private closed(hostPort: number): void {
    if (this.ports.delete(hostPort)) this.changed.fire();
  }
}

/** `3000`, or `3000 → 3001` when the same number was not free on this computer. */
export function portLabel(port: PortInfo): string {
  return port.hostPort === port.port ? String(port.port) : `${port.port} → ${port.hostPort}`;
}

/** `node server.js · http://127.0.0.1:3000/` */
export function portDescription(port: PortInfo, processes: readonly ProcessInfo[]): string {
  const process = processes.find(({ pid }) => pid === port.pid);
  return `${process?.command ?? `process ${port.pid}`} · ${port.url}`;
}
