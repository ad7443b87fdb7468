import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's root folder. */
export const root = fileURLToPath(new URL("../../", import.meta.url)).replace(/[\\/]$/, "");

/** What `npm run build` makes: the command `wasmrun` and the files that lie beside it. */
export const dist = path.join(root, "dist");

/** The built command. */
export const wasmrun = path.join(dist, process.platform === "win32" ? "wasmrun.exe" : "wasmrun");

/**
 * Where the tools that tests need are kept: outside the tree, so that a fresh clone finds them again.
 * It is not the product's own store (`~/.cache/wasmrun`), which users' projects share.
 */
export const devCache = path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), ".cache"), "wasmrun-dev");
