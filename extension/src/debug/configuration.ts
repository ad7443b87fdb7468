import { isAbsolute, join, relative } from "node:path";
import type { RunRequest } from "../runs/run.ts";

/** A launch configuration of type `wasmrun`, as it stands in launch.json with its variables replaced. */
export interface LaunchConfiguration {
  folder?: string;
  program?: string;
  runtime?: string;
  args?: string[];
  env?: Record<string, string>;
  watch?: boolean;
  write?: boolean;
  allowNet?: string[];
}

/** What the user's settings say where a configuration says nothing. */
export interface RunDefaults {
  watch: boolean;
  write: boolean;
  allowNet: string[];
}

/** The request for a configuration. Throws an Error with one sentence when a value can't be used. */
export function runRequest(configuration: LaunchConfiguration, defaults: RunDefaults): RunRequest {
  const { folder, program, runtime } = configuration;
  if (!folder) throw new Error("The launch configuration names no folder: set 'folder' to that of the project.");
  if (!isAbsolute(folder)) throw new Error(`The launch configuration's folder '${folder}' is not an absolute path.`);
  const args = list("args", configuration.args);
  const env = environment(configuration.env);
  return {
    folder,
    ...(program ? { file: fileWithin(folder, program) } : {}),
    ...(runtime ? { runtime } : {}),
    ...(args.length > 0 ? { args } : {}),
    ...(Object.keys(env).length > 0 ? { env } : {}),
    watch: configuration.watch ?? defaults.watch,
    write: configuration.write ?? defaults.write,
    allowNet: list("allowNet", configuration.allowNet ?? defaults.allowNet),
  };
}

/** A program's path relative to the folder, with `/`. */
export function fileWithin(folder: string, program: string): string {
  const file = relative(folder, isAbsolute(program) ? program : join(folder, program));
  if (file.startsWith("..") || isAbsolute(file))
    throw new Error(`${program} is outside ${folder}, and a program sees nothing outside its folder.`);
  return file.replaceAll("\\", "/");
}

function list(name: string, value: unknown): string[] {
  if (value === undefined) return [];
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
  throw new Error(`The launch configuration's '${name}' must be a list of strings.`);
}

function environment(value: unknown): Record<string, string> {
  if (value === undefined) return {};
  const entries = typeof value === "object" && value !== null ? Object.entries(value) : undefined;
  if (!entries || Array.isArray(value)) throw new Error("The launch configuration's 'env' must be an object.");
  return Object.fromEntries(entries.map(([name, text]) => [name, String(text)]));
}
