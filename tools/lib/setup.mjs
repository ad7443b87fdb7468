import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { root } from "./paths.mjs";
import { capture, Failure, outcome } from "./process.mjs";
import { step } from "./step.mjs";

/** Fails with one sentence unless this is Node.js 20 or newer. */
export function requireNode() {
  const major = Number(process.versions.node.split(".")[0]);
  if (major < 20)
    throw new Failure(
      `wasmrun is built with Node.js 20 or newer, and this is ${process.version}: install a newer one.`,
    );
}

/** Fails with one sentence unless the SDK that global.json asks for is installed. Returns its version. */
export async function requireDotnet() {
  const { code, stdout } = await outcome("dotnet", ["--version"], { cwd: root });
  if (code === 0) return stdout.trim();
  throw new Failure(
    "wasmrun is built with the .NET 10 SDK, which is not installed here: get it from https://dotnet.microsoft.com/download/dotnet/10.0 and run this again.",
  );
}

/** Installs the npm packages of package-lock.json unless they are already there as it names them. */
export async function ensureNodeModules() {
  const stamp = path.join(root, "node_modules", ".wasmrun-lock");
  const wanted = lockHash();
  if (readOr(stamp, "") === wanted) return;
  await step("Installing npm packages", () =>
    capture("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], { cwd: root, what: "npm ci" }),
  );
  fs.writeFileSync(stamp, wanted);
}

/** Changes whenever `npm ci` would install something else. */
function lockHash() {
  const hash = createHash("sha256").update(process.platform).update(process.arch);
  for (const file of ["package.json", "package-lock.json", "extension/package.json"])
    hash.update(readOr(path.join(root, file), ""));
  return hash.digest("hex");
}

function readOr(file, otherwise) {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return otherwise;
  }
}
