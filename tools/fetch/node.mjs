import fs from "node:fs";
import path from "node:path";
import { capture } from "../lib/process.mjs";
import { cached } from "./cache.mjs";

/** The release that tests compare the sandbox's Node.js with, and that runs VS Code's server. */
export const nativeNodeVersion = "24.21.0";

/** The folder of the official release's npm package: `bin/node` and the headers under `include`. */
export function fetchNativeNode() {
  const name = `node-${platformName()}@${nativeNodeVersion}`;
  return cached(name, `Fetching Node.js ${nativeNodeVersion}`, async (folder) => {
    const packed = await capture("npm", ["pack", "--silent", name, "--pack-destination", folder], { cwd: folder });
    const archive = path.join(folder, packed.trim().split("\n").at(-1));
    await capture("tar", ["-xzf", archive, "--strip-components=1", "-C", folder], { cwd: folder });
    fs.rmSync(archive);
  });
}

/** The path of the executable in that folder. */
export async function nativeNode() {
  return path.join(await fetchNativeNode(), "bin", process.platform === "win32" ? "node.exe" : "node");
}

function platformName() {
  return `${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
}
