#!/usr/bin/env node
// Adds one runtime version to the catalogue, or makes its entry again:
//
//   node tools/catalogue/add.mjs node 24.21.0
//
// Downloads the package from the registry npm is configured for, checks it against the registry's own integrity,
// and records what a user's machine needs: package, hash, sizes and hashes of the files taken, licence, line.
// No host name is recorded. A node release is executed here (linux-x64), which is how its modules become known.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { librarySlices } from "./library-slices.mjs";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const DATA = join(ROOT, "daemon/WasmRun.Runtimes/Catalogue/data");
const CATALOGUE = join(DATA, "catalogue.json");
const RECIPES = JSON.parse(readFileSync(new URL("./recipes.json", import.meta.url), "utf8"));

const [name, version] = process.argv.slice(2);
const recipe = RECIPES[name];
if (!recipe || !/^\d+\.\d+\.\d+$/.test(version ?? "")) {
  console.error(`usage: add.mjs ${Object.keys(RECIPES).join("|")} MAJOR.MINOR.PATCH`);
  process.exit(2);
}

const work = mkdtempSync(join(tmpdir(), "wasmrun-catalogue-"));
try {
  const release = describe(work);
  writeCatalogue(release);
  console.log(`${name} ${version}: ${release.package.size} bytes packed, ${release.files.length} files`);
} finally {
  rmSync(work, { recursive: true, force: true });
}

function describe(dir) {
  const npm = (...args) =>
    execFileSync("npm", args, { cwd: dir, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  const [packed] = JSON.parse(npm("pack", "--json", `${recipe.package}@${version}`));
  const tarball = join(dir, packed.filename);
  const integrity = `sha512-${createHash("sha512").update(readFileSync(tarball)).digest("base64")}`;
  const published = JSON.parse(npm("view", `${recipe.package}@${version}`, "dist.integrity", "--json"));
  if (published !== integrity) throw new Error(`the tarball is ${integrity}, the registry says ${published}`);
  execFileSync("tar", ["xzf", tarball, "-C", dir]);

  const release = {
    name,
    version,
    ...(recipe.component && { component: true }),
    licence: recipe.licence,
    line: lineOf(version),
    package: { name: recipe.package, version, integrity, size: statSync(tarball).size },
    files: Object.entries(recipe.files).map(([path, as]) => fileEntry(dir, path, as)),
    wasm: recipe.wasm,
    needs: recipe.needs && Object.entries(recipe.needs).map(([name, version]) => ({ name, version })),
  };
  if (recipe.library) {
    const binary = join(dir, recipe.library);
    release.library = addLibrary(binary, release);
    addShape(binary);
  }
  return release;
}

function lineOf(version) {
  const [major, minor] = version.split(".");
  for (const line of [major, `${major}.${minor}`]) {
    if (recipe.lines?.[line]) return { name: line, ...recipe.lines[line] };
  }
  if (recipe.lines) throw new Error(`recipes.json knows no line of ${name} ${version}`);
  return undefined;
}

function fileEntry(dir, path, as) {
  const bytes = readFileSync(join(dir, path));
  return { path, as, size: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
}

function addLibrary(binary, release) {
  const library = librarySlices(binary);
  if (library.version !== version) throw new Error(`the package holds node ${library.version}`);
  if (library.lts && library.lts !== release.line.lts) throw new Error(`this release calls its line ${library.lts}`);
  const manifest = `${name}-${version}.slices.json`;
  const lines = library.slices.map((slice) => `  ${JSON.stringify(slice)}`);
  writeFileSync(join(DATA, manifest), `[\n${lines.join(",\n")}\n]\n`);
  return {
    binary: recipe.library,
    manifest,
    modules: library.slices.length,
    size: library.slices.reduce((sum, slice) => sum + slice.length, 0),
  };
}

/** What the release's library expects of its native side, written by the release itself. */
function addShape(binary) {
  const output = join(ROOT, recipe.shape.output.replace("VERSION", version));
  const args = ["--expose-internals", join(ROOT, recipe.shape.script), output];
  execFileSync(binary, args, { stdio: ["ignore", "ignore", "pipe"] });
}

function writeCatalogue(release) {
  const catalogue = JSON.parse(readFileSync(CATALOGUE, "utf8"));
  const others = catalogue.releases.filter((r) => r.name !== name || r.version !== version);
  catalogue.releases = [...others, release].sort(
    (a, b) => a.name.localeCompare(b.name) || b.version.localeCompare(a.version, undefined, { numeric: true }),
  );
  writeFileSync(CATALOGUE, `${JSON.stringify(catalogue, null, 2)}\n`);
}
