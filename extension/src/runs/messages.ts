import type { RunStateParams, RuntimeResolution } from "../protocol/generated.ts";

/** What is shown before a program's first line. */
export function startLine(run: { commandLine: string | undefined; runtime: RuntimeResolution | undefined }): string {
  const what = run.commandLine ?? "The program";
  return run.runtime ? `${what} — ${describeRuntime(run.runtime)}` : what;
}

export function restartLine(state: RunStateParams): string {
  return state.reason ? `Restarting: ${state.reason}` : "Restarting";
}

/** How a program ended, as the last line of its output. */
export function exitLine(state: RunStateParams): string {
  const how = state.signal
    ? `Ended by ${state.signal} (exit status ${state.exitStatus})`
    : `Exited with status ${state.exitStatus ?? 0}`;
  return state.awaitsChange ? `${how}. Save a change to start it again.` : how;
}

/** `Node.js 22.12.0 (engines.node in package.json: ^22)` */
export function describeRuntime(runtime: RuntimeResolution): string {
  const name = `${runtime.title} ${runtime.version}`;
  return runtime.request ? `${name} (${runtime.request.source}: ${runtime.request.range})` : name;
}
