// Generated from protocol/wasmrun.openrpc.json by `npm run generate`. Do not edit.

import type { CancellationToken, Disposable } from "vscode-jsonrpc";

/** The version this side speaks; exchanged at `initialize`. */
export const PROTOCOL_VERSION = 1;

/** Names on the wire. */
export const Method = {
  initialize: "initialize",
  shutdown: "shutdown",
  projectDetect: "project/detect",
  runStart: "run/start",
  runStop: "run/stop",
  runRestart: "run/restart",
  runStdin: "run/stdin",
  runList: "run/list",
  runOutput: "run/output",
  runState: "run/state",
  processList: "process/list",
  processKill: "process/kill",
  processChanged: "process/changed",
  portList: "port/list",
  portOpened: "port/opened",
  portClosed: "port/closed",
  runtimesList: "runtimes/list",
  runtimesInstall: "runtimes/install",
  runtimesRemove: "runtimes/remove",
  progress: "progress",
  workspaceDidChange: "workspace/didChange",
  doctor: "doctor",
  log: "log",
} as const;

/** Codes of error answers and of `Failure`. */
export const ErrorCode = {
  /** The first request must be initialize. */
  NotInitialized: 1001,
  /** Client and daemon speak different protocol versions; the message says which side to update. */
  ProtocolMismatch: 1002,
  /** The project's folder does not exist or can't be read. */
  FolderNotFound: 1101,
  /** Nothing in the folder says how to run it. */
  ProjectUnknown: 1102,
  /** The file to run does not exist. */
  EntryNotFound: 1103,
  /** A .wasm file is no module, or imports something unknown. */
  ModuleInvalid: 1104,
  /** The catalogue has no runtime that satisfies the request. */
  RuntimeUnknown: 1201,
  /** The runtime is not cached and the registry can't be reached. */
  RegistryUnreachable: 1202,
  /** A download's hash is not the one of the catalogue. */
  IntegrityMismatch: 1203,
  /** The disk of the store is full. */
  DiskFull: 1204,
  /** A process runs on the runtime. */
  RuntimeInUse: 1205,
  /** No run has this id. */
  RunUnknown: 1301,
  /** A run with this id exists. */
  RunExists: 1302,
  /** The program's standard input is closed. */
  StdinClosed: 1303,
  /** No process has this pid. */
  ProcessUnknown: 1304,
  /** The program reached its memory limit. */
  OutOfMemory: 1305,
  /** No port of the host could be bound for the program's port. */
  PortTaken: 1306,
  /** A bug of the daemon; its log has the details. */
  Internal: 1900,
  /** The request was cancelled. */
  Cancelled: -32800,
} as const;

/** What a project is made of. */
export type ProjectKind = "node" | "python" | "wasi" | "ruby" | "go" | "rust" | "c" | "cpp" | "perl";

/** `exited` and `failed` are final until `run/restart`, unless `awaitsChange` said otherwise. */
export type RunState = "resolving" | "fetching" | "starting" | "running" | "restarting" | "exited" | "failed";

export type OutputStream = "stdout" | "stderr";

export type SignalName = "SIGHUP" | "SIGINT" | "SIGQUIT" | "SIGABRT" | "SIGKILL" | "SIGSEGV" | "SIGPIPE" | "SIGTERM";

/** As in `ps`: on the CPU or ready, waiting, stopped, ended and not yet waited for. */
export type ProcessStatus = "running" | "sleeping" | "stopped" | "zombie";

/** `http` when the program's runtime says that it serves HTTP or the first bytes look like it. */
export type PortProtocol = "http" | "tcp";

export type FileChangeKind = "created" | "changed" | "deleted";

export type DoctorStatus = "ok" | "warning" | "error";

export type LogSeverity = "trace" | "debug" | "info" | "warning" | "error";

/** The `data` of an error answer. */
export interface ErrorData {
  /** What to do next, one sentence. */
  hint?: string;
}

/** Why a run failed. */
export interface Failure {
  /** A code of `components.errors`. */
  code: number;
  /** What failed and why. */
  message: string;
  /** What to do next, one sentence. */
  hint?: string;
}

export interface InitializeResult {
  protocolVersion: number;
  productVersion: string;
  /** Process of the host that the daemon runs in. */
  pid: number;
  /** Such as `linux-x64`. */
  platform: string;
}

/** What runs when the project is run. */
export interface ProjectInfo {
  folder: string;
  kind: ProjectKind;
  /** From the manifest, or the folder's name. */
  name: string;
  /** The file that runs; relative to the folder. */
  entry?: string;
  /** As a person would type it. */
  commandLine: string;
  /** What decided the kind and the entry, such as `scripts.start in package.json`. */
  reason?: string;
  /** Absent for a plain `.wasm` file. */
  runtime?: RuntimeResolution;
  /** Everything that could be run instead, the chosen one first. */
  entries: ProjectEntry[];
}

export interface ProjectEntry {
  kind: ProjectKind;
  /** For a list, such as `npm start`. */
  title: string;
  /** To be given as `file` of `run/start`. */
  file?: string;
  /** What it was found through. */
  reason?: string;
}

/** A project's own statement about the version it needs. */
export interface RuntimeRequest {
  /** As written, such as `>=20 <23`. */
  range: string;
  /** Where it is written, such as `engines.node in package.json`. */
  source: string;
  /** The file; relative to the folder. */
  file?: string;
}

/** The runtime version that runs a project, and why. */
export interface RuntimeResolution {
  /** Such as `node`. */
  name: string;
  /** Such as `Node.js`. */
  title: string;
  version: string;
  /** One sentence. */
  reason: string;
  /** Absent when the project asks for nothing or the user chose. */
  request?: RuntimeRequest;
  installed: boolean;
  /** What has to be fetched, when it is not installed. */
  downloadBytes?: number;
}

export interface RunStartResult {
  runId: string;
  project: ProjectInfo;
}

export interface RunInfo {
  runId: string;
  folder: string;
  state: RunState;
  commandLine?: string;
  runtime?: RuntimeResolution;
  exitStatus?: number;
}

export interface RunListResult {
  runs: RunInfo[];
}

export interface ProcessInfo {
  pid: number;
  /** 0 for the first process of a run. */
  ppid: number;
  runId: string;
  /** The command line. */
  command: string;
  state: ProcessStatus;
  /** CPU time so far, milliseconds. */
  cpuMs: number;
  /** Share of one CPU in the last second, 0 to 1. */
  cpuShare: number;
  memoryBytes: number;
  startedAt: string;
  /** Ports it listens on. */
  ports: number[];
}

export interface ProcessListResult {
  processes: ProcessInfo[];
}

export interface PortInfo {
  runId: string;
  /** The process that listens. */
  pid: number;
  /** The program's own port number. */
  port: number;
  /** Port of 127.0.0.1 that is forwarded to it. */
  hostPort: number;
  protocol: PortProtocol;
  /** Such as `http://127.0.0.1:3000/`. */
  url: string;
}

export interface PortListResult {
  ports: PortInfo[];
}

export interface RuntimeVersion {
  version: string;
  /** Name of the long-term support line, such as `Jod`; absent when it is none. */
  ltsLine?: string;
  installed: boolean;
  /** On the disk when installed, else to be fetched. */
  sizeBytes: number;
  /** Whether it satisfies what the project asks for. */
  requestedByProject: boolean;
  /** Whether it is the one the project runs on without a choice of the user. */
  current: boolean;
}

export interface RuntimeInfo {
  name: string;
  title: string;
  request?: RuntimeRequest;
  /** Newest first. */
  versions: RuntimeVersion[];
}

export interface RuntimesListResult {
  runtimes: RuntimeInfo[];
}

export interface RuntimesInstallResult {
  name: string;
  version: string;
  sizeBytes: number;
}

export interface RuntimesRemoveResult {
  freedBytes: number;
}

export interface FileChange {
  /** Relative to the folder. */
  path: string;
  kind: FileChangeKind;
}

export interface DoctorRow {
  /** What was looked at. */
  check: string;
  status: DoctorStatus;
  /** What was found. */
  detail: string;
  /** What to do, when something is to be done. */
  hint?: string;
}

export interface DoctorResult {
  rows: DoctorRow[];
}

/** Parameters of `initialize`. */
export interface InitializeParams {
  /** The protocol version the client was generated from. */
  protocolVersion: number;
  /** For the log, such as `vscode`. */
  clientName: string;
  /** Product version of the client. */
  clientVersion: string;
  /** Folder of the host that the client gives the daemon for what belongs to projects: overlays and their journals. Without it they live as long as the daemon. */
  storageFolder?: string;
}

/** Parameters of `project/detect`. */
export interface ProjectDetectParams {
  /** Folder of the project. */
  folder: string;
  /** The file to run, when the user chose one; relative to the folder. */
  file?: string;
  /** A choice that overrides what the project asks for, such as `node@22`. */
  runtime?: string;
}

/** Parameters of `run/start`. */
export interface RunStartParams {
  /** Chosen by the client and unique (a UUID), so that notifications about the run can be told apart before the answer arrives. Also the token of the run's `progress`. */
  runId: string;
  /** Folder of the project; mounted at `/workspace`. */
  folder: string;
  /** The file to run; relative to the folder. */
  file?: string;
  /** Overrides what the project asks for, such as `node@22`. */
  runtime?: string;
  /** Arguments after the program's own. */
  args?: string[];
  /** Environment of the program, beside what the runtime needs. Nothing of the host's environment is passed on. */
  env?: Record<string, string>;
  /** Whether the program is reloaded when files of the project change. Default: true. */
  watch?: boolean;
  /** Whether what the program writes under `/workspace` reaches the user's files. Otherwise it stays on the overlay. Default: false. */
  write?: boolean;
  /** Hosts the program may connect to, as `host` or `host:port`. Nothing outside is reachable without it. */
  allowNet?: string[];
}

/** Parameters of `run/stop`. */
export interface RunStopParams {
  runId: string;
  /** Milliseconds between SIGTERM and SIGKILL; 0 kills at once. Default: 1000. */
  graceMs?: number;
}

/** Parameters of `run/restart`. */
export interface RunRestartParams {
  runId: string;
  /** Continue with another runtime, such as `node@22`. */
  runtime?: string;
}

/** Parameters of `run/stdin`. */
export interface RunStdinParams {
  runId: string;
  data: string;
  /** Whether the input ends after these bytes. Default: false. */
  eof?: boolean;
}

/** Parameters of `run/output`. */
export interface RunOutputParams {
  runId: string;
  /** The process that wrote. */
  pid: number;
  stream: OutputStream;
  data: string;
}

/** Parameters of `run/state`. */
export interface RunStateParams {
  runId: string;
  state: RunState;
  /** Known from `fetching` on. */
  runtime?: RuntimeResolution;
  /** First process of the run, with `running`. */
  pid?: number;
  /** As a person would type it, with `running`. */
  commandLine?: string;
  /** With `restarting`: what made it restart, such as `server.js changed`. */
  reason?: string;
  /** With `exited`: 0 to 255; 128 + number when a signal ended it. */
  exitStatus?: number;
  /** With `exited`: the signal that ended the program. */
  signal?: SignalName;
  /** With `exited`: whether a change of the project's files starts the program again, as after a crash of a program that is watched. Default: false. */
  awaitsChange?: boolean;
  /** With `failed`. */
  error?: Failure;
}

/** Parameters of `process/kill`. */
export interface ProcessKillParams {
  pid: number;
  signal: SignalName;
}

/** Parameters of `process/changed`. */
export interface ProcessChangedParams {
  processes: ProcessInfo[];
}

/** Parameters of `port/opened`. */
export interface PortOpenedParams {
  port: PortInfo;
}

/** Parameters of `port/closed`. */
export interface PortClosedParams {
  runId: string;
  /** The program's own port number. */
  port: number;
  hostPort: number;
}

/** Parameters of `runtimes/list`. */
export interface RuntimesListParams {
  /** A project whose request is to be marked. */
  folder?: string;
}

/** Parameters of `runtimes/install`. */
export interface RuntimesInstallParams {
  /** Such as `node`. */
  name: string;
  /** A version of the catalogue or a range such as `22`. */
  version: string;
  /** Token of the `progress` notifications; without it none are sent. */
  token?: string;
}

/** Parameters of `runtimes/remove`. */
export interface RuntimesRemoveParams {
  name: string;
  /** The exact version. */
  version: string;
}

/** Parameters of `progress`. */
export interface ProgressParams {
  /** From `runtimes/install`, or the `runId` of a run that fetches. */
  token: string;
  /** What is being done, such as `Downloading Node.js 22.12.0`. */
  title: string;
  /** The step, such as a file name. */
  message?: string;
  doneBytes?: number;
  /** Absent when unknown. */
  totalBytes?: number;
  /** Whether the operation has ended, well or not. Default: false. */
  done?: boolean;
}

/** Parameters of `workspace/didChange`. */
export interface WorkspaceDidChangeParams {
  folder: string;
  changes: FileChange[];
}

/** Parameters of `log`. */
export interface LogParams {
  level: LogSeverity;
  message: string;
}

/** What carries the messages. */
export interface RpcTransport {
  sendRequest<T>(method: string, params: object, token?: CancellationToken): Promise<T>;
  sendNotification(method: string, params: object): Promise<void>;
  onNotification<T>(method: string, handler: (params: T) => void): Disposable;
}

/** The daemon as a client sees it. */
export class WasmRunClient {
  constructor(private readonly transport: RpcTransport) {}

  /** First request of a connection; every other request before it is answered with `notInitialized`. Fails with `ProtocolMismatch`. */
  initialize(params: InitializeParams, token?: CancellationToken): Promise<InitializeResult> {
    return this.transport.sendRequest(Method.initialize, params, token);
  }

  /** Stops every run of this connection, closes its ports, answers, and then ends the daemon when it was started for this connection alone. */
  shutdown(token?: CancellationToken): Promise<null> {
    return this.transport.sendRequest(Method.shutdown, {}, token);
  }

  /** What would run, with which runtime, and why. Reads the project; changes and downloads nothing. Fails with `FolderNotFound`, `ProjectUnknown`, `EntryNotFound`, `RuntimeUnknown`. */
  projectDetect(params: ProjectDetectParams, token?: CancellationToken): Promise<ProjectInfo> {
    return this.transport.sendRequest(Method.projectDetect, params, token);
  }

  /** Detects, resolves, fetches what is missing and starts the program. Answers once the project is detected; `run/state` tells the rest, and a failure after the answer is `run/state` with `failed`. Fails with `FolderNotFound`, `ProjectUnknown`, `EntryNotFound`, `RuntimeUnknown`, `RunExists`. */
  runStart(params: RunStartParams, token?: CancellationToken): Promise<RunStartResult> {
    return this.transport.sendRequest(Method.runStart, params, token);
  }

  /** Ends a run: SIGTERM to its first process, and SIGKILL to what is left after the grace period. Answers when no process of the run is left. Also cancels the run's downloads. Fails with `RunUnknown`. */
  runStop(params: RunStopParams, token?: CancellationToken): Promise<null> {
    return this.transport.sendRequest(Method.runStop, params, token);
  }

  /** Starts the program of a run again, with the same parameters unless a runtime is named. Its listening sockets are kept, so that no connection is refused. Also starts a run that has ended. Fails with `RunUnknown`, `RuntimeUnknown`. */
  runRestart(params: RunRestartParams, token?: CancellationToken): Promise<null> {
    return this.transport.sendRequest(Method.runRestart, params, token);
  }

  /** Bytes for the standard input of the run's first process, in the order sent. Answers when the program's pipe has taken them. Fails with `RunUnknown`, `StdinClosed`. */
  runStdin(params: RunStdinParams, token?: CancellationToken): Promise<null> {
    return this.transport.sendRequest(Method.runStdin, params, token);
  }

  /** The runs of this daemon, ended ones of this connection included. */
  runList(token?: CancellationToken): Promise<RunListResult> {
    return this.transport.sendRequest(Method.runList, {}, token);
  }

  /** The processes of every run of the daemon. */
  processList(token?: CancellationToken): Promise<ProcessListResult> {
    return this.transport.sendRequest(Method.processList, {}, token);
  }

  /** Sends a signal to one process. With SIGKILL it is gone within 50 ms whatever it does. Fails with `ProcessUnknown`. */
  processKill(params: ProcessKillParams, token?: CancellationToken): Promise<null> {
    return this.transport.sendRequest(Method.processKill, params, token);
  }

  /** The ports that programs listen on. */
  portList(token?: CancellationToken): Promise<PortListResult> {
    return this.transport.sendRequest(Method.portList, {}, token);
  }

  /** What the catalogue offers, what is in the store, and what a project asks for. Works offline. */
  runtimesList(params: RuntimesListParams, token?: CancellationToken): Promise<RuntimesListResult> {
    return this.transport.sendRequest(Method.runtimesList, params, token);
  }

  /** Fetches a runtime into the store, if it is not there. Sends `progress`; `$/cancelRequest` ends it and keeps what was downloaded for the next try. Fails with `RuntimeUnknown`, `RegistryUnreachable`, `IntegrityMismatch`, `DiskFull`, `Cancelled`. */
  runtimesInstall(params: RuntimesInstallParams, token?: CancellationToken): Promise<RuntimesInstallResult> {
    return this.transport.sendRequest(Method.runtimesInstall, params, token);
  }

  /** Removes a runtime from the store. Fails with `RuntimeUnknown`, `RuntimeInUse`. */
  runtimesRemove(params: RuntimesRemoveParams, token?: CancellationToken): Promise<RuntimesRemoveResult> {
    return this.transport.sendRequest(Method.runtimesRemove, params, token);
  }

  /** What is installed, cached and reachable. */
  doctor(token?: CancellationToken): Promise<DoctorResult> {
    return this.transport.sendRequest(Method.doctor, {}, token);
  }

  /** Files of a project changed on the host, as one batch. The daemon watches folders by itself; this makes a save in the editor visible at once. */
  workspaceDidChange(params: WorkspaceDidChangeParams): Promise<void> {
    return this.transport.sendNotification(Method.workspaceDidChange, params);
  }

  /** What a program wrote. Bytes as they came: a character may be split over two notifications of one process and stream. */
  onRunOutput(handler: (params: RunOutputParams) => void): Disposable {
    return this.transport.onNotification(Method.runOutput, handler);
  }

  /** A run entered a state. All output of a run precedes its `exited` or `failed`. */
  onRunState(handler: (params: RunStateParams) => void): Disposable {
    return this.transport.onNotification(Method.runState, handler);
  }

  /** The whole process table, after a process started, ended or changed state, and at most once a second while only the figures change. */
  onProcessChanged(handler: (params: ProcessChangedParams) => void): Disposable {
    return this.transport.onNotification(Method.processChanged, handler);
  }

  /** A program listens and the daemon forwards to it. Sent again, with the new process, when a restarted program takes up the same port. */
  onPortOpened(handler: (params: PortOpenedParams) => void): Disposable {
    return this.transport.onNotification(Method.portOpened, handler);
  }

  /** Nothing listens any more and the host's port is free again. */
  onPortClosed(handler: (params: PortClosedParams) => void): Disposable {
    return this.transport.onNotification(Method.portClosed, handler);
  }

  /** How far a long operation is. The last one of a token has `done`. */
  onProgress(handler: (params: ProgressParams) => void): Disposable {
    return this.transport.onNotification(Method.progress, handler);
  }

  /** A line for the client's log. */
  onLog(handler: (params: LogParams) => void): Disposable {
    return this.transport.onNotification(Method.log, handler);
  }
}
