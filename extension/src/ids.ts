/** Every name that package.json and the code share; the test `manifest.test.ts` compares them. */
export const Command = {
  run: "wasmrun.run",
  stop: "wasmrun.stop",
  restart: "wasmrun.restart",
  switchRuntime: "wasmrun.switchRuntime",
  openPort: "wasmrun.openPort",
  copyPortUrl: "wasmrun.copyPortUrl",
  killProcess: "wasmrun.killProcess",
  showLog: "wasmrun.showLog",
  restartDaemon: "wasmrun.restartDaemon",
} as const;

export const View = { processes: "wasmrun.processes", ports: "wasmrun.ports" } as const;

export const ContextKey = { running: "wasmrun.running", hasPorts: "wasmrun.hasPorts" } as const;

export const ItemContext = {
  process: "wasmrun.process",
  httpPort: "wasmrun.port.http",
  tcpPort: "wasmrun.port.tcp",
} as const;

export const Setting = {
  watch: "wasmrun.run.watch",
  write: "wasmrun.run.write",
  allowNet: "wasmrun.run.allowNet",
  daemonPath: "wasmrun.daemon.path",
} as const;

export const DEBUG_TYPE = "wasmrun";

/** Where a program sees its project. */
export const GUEST_ROOT = "/workspace";
