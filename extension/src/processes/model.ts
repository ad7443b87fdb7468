import type { ProcessInfo } from "../protocol/generated.ts";
import { formatBytes, formatDuration, formatShare } from "../util/format.ts";

/** A process as the tree shows it. */
export interface ProcessNode {
  process: ProcessInfo;
  children: ProcessNode[];
}

/** Processes below their parents, in the order of their pids; one whose parent is gone is at the top. */
export function processTree(processes: ProcessInfo[]): ProcessNode[] {
  const nodes = new Map(processes.map((process) => [process.pid, { process, children: [] as ProcessNode[] }]));
  const top: ProcessNode[] = [];
  for (const node of [...nodes.values()].sort((a, b) => a.process.pid - b.process.pid)) {
    const parent = node.process.ppid === node.process.pid ? undefined : nodes.get(node.process.ppid);
    (parent?.children ?? top).push(node);
  }
  return top;
}

/** `12 · 3 % · 45 MB · running` */
export function processDescription(process: ProcessInfo): string {
  return [process.pid, formatShare(process.cpuShare), formatBytes(process.memoryBytes), process.state].join(" · ");
}

export function processTooltip(process: ProcessInfo): string {
  return [
    process.command,
    `Process ${process.pid}, ${process.state}`,
    `CPU: ${formatShare(process.cpuShare)} now, ${formatDuration(process.cpuMs)} in all`,
    `Memory: ${formatBytes(process.memoryBytes)}`,
    `Started: ${new Date(process.startedAt).toLocaleTimeString()}`,
    ...(process.ports.length > 0 ? [`Listens on ${process.ports.join(", ")}`] : []),
  ].join("\n");
}

/** What a screen reader says. */
export function processAccessibleName(process: ProcessInfo): string {
  return `${process.command}, process ${process.pid}, ${process.state}, CPU ${formatShare(process.cpuShare)}, memory ${formatBytes(process.memoryBytes)}`;
}
