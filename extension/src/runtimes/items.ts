import type { RuntimeInfo, RuntimeVersion } from "../protocol/generated.ts";
import { formatBytes } from "../util/format.ts";

/** A row of the runtime picker, without anything of VS Code. */
export type RuntimeItem =
  | { kind: "separator"; label: string }
  | { kind: "project"; label: string; description?: string; detail?: string; picked: boolean }
  | { kind: "version"; label: string; description: string; detail?: string; picked: boolean; runtime: string };

/**
 * @param runtimes the catalogue.
 * @param choice what the user chose for the folder, such as `node@22.12.0`.
 * @param first name of the runtime that the project uses, which is listed first.
 */
export function runtimeItems(
  runtimes: RuntimeInfo[],
  choice: string | undefined,
  first: string | undefined,
): RuntimeItem[] {
  const own = runtimes.find((runtime) => runtime.name === first);
  const ordered = own ? [own, ...runtimes.filter((runtime) => runtime !== own)] : runtimes;
  return [projectItem(own, choice), ...ordered.flatMap((runtime) => section(runtime, choice))];
}

function projectItem(own: RuntimeInfo | undefined, choice: string | undefined): RuntimeItem {
  const current = own?.versions.find((version) => version.current);
  return {
    kind: "project",
    label: "What the project asks for",
    ...(own && current ? { description: `${own.title} ${current.version}` } : {}),
    ...(own ? { detail: own.request ? `${own.request.source}: ${own.request.range}` : "It asks for no version" } : {}),
    picked: choice === undefined,
  };
}

function section(runtime: RuntimeInfo, choice: string | undefined): RuntimeItem[] {
  return [
    { kind: "separator", label: runtime.title },
    ...runtime.versions.map((version): RuntimeItem => {
      const detail = detailOf(runtime, version);
      return {
        kind: "version",
        label: `${runtime.title} ${version.version}`,
        description: [version.ltsLine ? `LTS ${version.ltsLine}` : undefined, availability(version)]
          .filter(Boolean)
          .join(" · "),
        ...(detail === undefined ? {} : { detail }),
        picked: choice === `${runtime.name}@${version.version}`,
        runtime: `${runtime.name}@${version.version}`,
      };
    }),
  ];
}

function availability(version: RuntimeVersion): string {
  return version.installed ? "cached" : `${formatBytes(version.sizeBytes)} to fetch`;
}

function detailOf(runtime: RuntimeInfo, version: RuntimeVersion): string | undefined {
  if (!runtime.request) return undefined;
  if (version.current) return `The project runs on it: ${runtime.request.source} asks for ${runtime.request.range}`;
  return version.requestedByProject
    ? `Satisfies ${runtime.request.range}`
    : `Does not satisfy ${runtime.request.range}`;
}
