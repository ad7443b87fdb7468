import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { join } from "node:path";
import { DaemonUnavailable } from "../failure.ts";
import { Setting } from "../ids.ts";

export interface Places {
  /** The setting; empty when not set. */
  configured: string;
  /** Folder of the extension. */
  extensionFolder: string;
  platform: NodeJS.Platform;
  arch: string;
}

/** Finds the executable: the one of the setting, else the one in the extension, else a build of the repository. */
export async function locateDaemon(
  places: Places,
  runs: (path: string) => Promise<boolean> = isExecutable,
): Promise<string> {
  if (places.configured) {
    if (await runs(places.configured)) return places.configured;
    throw new DaemonUnavailable(
      `The setting ${Setting.daemonPath} names ${places.configured}, which is no executable file.`,
      "Correct or clear the setting.",
    );
  }
  const platform = `${places.platform}-${places.arch}`;
  const name = places.platform === "win32" ? "wasmrun.exe" : "wasmrun";
  // A package for one platform may have it in bin itself; in the repository it is what `npm run build` made.
  const folders = [["bin", platform], ["bin"], ["..", "dist"]];
  for (const folder of folders.map((parts) => join(places.extensionFolder, ...parts))) {
    const path = join(folder, name);
    if (await runs(path)) return path;
  }
  throw new DaemonUnavailable(
    `This build of the extension has no wasmrun executable for ${platform}.`,
    `Install the extension for ${platform}, or name an executable in the setting ${Setting.daemonPath}.`,
  );
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
