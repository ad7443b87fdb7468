import type { RunState, RunStateParams } from "../protocol/generated.ts";
import { describeRuntime } from "../runs/messages.ts";
import type { Run } from "../runs/run.ts";

/** What the status-bar item shows. */
export interface StatusModel {
  text: string;
  /** Lines of the tooltip. */
  tooltip: string[];
  accessibleName: string;
  /** Whether nothing can run until the user does something. */
  problem: boolean;
}

const looks: Record<RunState, { icon: string; words: string }> = {
  resolving: { icon: "loading~spin", words: "looking at the project" },
  fetching: { icon: "cloud-download", words: "fetching the runtime" },
  starting: { icon: "loading~spin", words: "starting" },
  running: { icon: "play-circle", words: "running" },
  restarting: { icon: "sync~spin", words: "restarting" },
  exited: { icon: "circle-large-outline", words: "exited" },
  failed: { icon: "error", words: "failed" },
};

/** @param run the run that matters most; undefined when nothing ran yet. */
export function statusModel(run: Pick<Run, "state" | "last" | "runtime" | "commandLine"> | undefined): StatusModel {
  if (!run)
    return {
      text: "$(package) wasmrun",
      tooltip: ["Nothing has run yet", action],
      accessibleName: "wasmrun, nothing has run yet",
      problem: false,
    };
  const { runtime, commandLine, last } = run;
  const name = runtime ? `${runtime.title} ${runtime.version}` : "wasmrun";
  const words = endWords(last) ?? looks[run.state].words;
  const unsuccessful = run.state === "failed" || (last.signal === undefined && (last.exitStatus ?? 0) !== 0);
  return {
    text: `$(${unsuccessful ? "error" : looks[run.state].icon}) ${name}`,
    tooltip: [
      runtime ? describeRuntime(runtime) : undefined,
      commandLine ? `${commandLine}: ${words}` : words,
      runtime?.reason,
      last.error?.message,
      action,
    ].filter((line) => line !== undefined),
    accessibleName: `wasmrun, ${name}, ${words}`,
    problem: run.state === "failed",
  };
}

const action = "Click to switch the runtime";

function endWords(last: RunStateParams): string | undefined {
  if (last.state !== "exited") return undefined;
  const how = last.signal ? `ended by ${last.signal}` : `exited with status ${last.exitStatus ?? 0}`;
  return last.awaitsChange ? `${how}, waiting for a change` : how;
}
