// `npm run build`: makes dist/wasmrun, and does nothing when that is current.
// WASMRUN_BUILD=jit makes it in seconds, for work on the daemon: it starts more slowly and needs the .NET runtime.
import fs from "node:fs";
import path from "node:path";
import { inputsHash } from "./lib/inputs.mjs";
import { dist, root, wasmrun } from "./lib/paths.mjs";
import { capture, Failure, isMain, outcome, runMain } from "./lib/process.mjs";
import { requireDotnet, requireNode } from "./lib/setup.mjs";
import { step } from "./lib/step.mjs";

const stampFile = path.join(dist, ".build.json");
const published = path.join(root, "obj", "publish");
const inputs = [
  "daemon",
  "protocol",
  "Directory.Build.props",
  "Directory.Build.targets",
  "Directory.Packages.props",
  "global.json",
];

/** Makes dist/wasmrun when it is not current, and returns how it is compiled. */
export async function build() {
  requireNode();
  const sdk = await requireDotnet();
  const mode = await chooseMode();
  const key = inputsHash(inputs, [sdk, mode.name, rid()]);
  const stamp = readStamp();
  if (stamp.key === key && fs.existsSync(wasmrun)) return mode.name;
  await step(`Building dist/wasmrun (${mode.title})`, () => publish(mode));
  const files = install(stamp.files ?? []);
  fs.writeFileSync(stampFile, JSON.stringify({ key, mode: mode.name, files }, null, 2));
  return mode.name;
}

const modes = {
  aot: {
    name: "aot",
    title: "native code, takes a minute or two",
    properties: ["-p:PublishAot=true", "-p:StripSymbols=true"],
  },
  readyToRun: {
    name: "readyToRun",
    title: "ReadyToRun: no C linker (gcc or clang) works here, so it needs the .NET runtime and starts more slowly",
    properties: ["-p:PublishReadyToRun=true", "--self-contained", "false"],
  },
  jit: { name: "jit", title: "JIT, for development", properties: ["--self-contained", "false"] },
};

async function chooseMode() {
  const wanted = process.env.WASMRUN_BUILD;
  if (wanted && !(wanted in modes))
    throw new Failure(`WASMRUN_BUILD is '${wanted}', but can be ${Object.keys(modes).join(", ")} or unset.`);
  if (wanted && wanted !== "aot") return modes[wanted];
  if (process.platform === "win32") return modes.aot;
  for (const linker of ["clang", "gcc"]) {
    if (await links(linker))
      return { ...modes.aot, properties: [...modes.aot.properties, `-p:CppCompilerAndLinker=${linker}`] };
  }
  if (wanted)
    throw new Failure("WASMRUN_BUILD is aot, but neither clang nor gcc can link a program here: install one.");
  return modes.readyToRun;
}

/** Whether a compiler driver can really make a program: one without the C library's files is often installed. */
async function links(compiler) {
  const work = fs.mkdtempSync(path.join(fs.realpathSync(process.env.TMPDIR || "/tmp"), "wasmrun-link-"));
  try {
    fs.writeFileSync(path.join(work, "a.c"), "int main(void) { return 0; }\n");
    return (await outcome(compiler, ["a.c", "-o", "a.out"], { cwd: work })).code === 0;
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
}

async function publish(mode) {
  const project = path.join("daemon", "WasmRun.Daemon", "WasmRun.Daemon.csproj");
  const out = path.join(published, "out");
  fs.rmSync(out, { recursive: true, force: true });
  await capture(
    "dotnet",
    [
      "publish",
      project,
      "-c",
      "Release",
      "-r",
      rid(),
      "-v",
      "q",
      "-nologo",
      "--artifacts-path",
      path.join(published, mode.name),
      "-o",
      out,
      "-p:DebugType=none",
      "-p:CopyOutputSymbolsToPublishDirectory=false",
      "-p:PublishDocumentationFiles=false",
      ...mode.properties,
    ],
    { cwd: root, what: "dotnet publish" },
  );
}

/** Puts each published file in its place by a rename, so that a running daemon keeps its old one; drops what an earlier build left. */
function install(previous) {
  fs.mkdirSync(dist, { recursive: true });
  const out = path.join(published, "out");
  const files = fs
    .readdirSync(out, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(out, path.join(entry.parentPath, entry.name)));
  for (const file of files) {
    const target = path.join(dist, file);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.copyFileSync(path.join(out, file), `${target}.new`);
    fs.renameSync(`${target}.new`, target);
  }
  for (const file of previous.filter((name) => !files.includes(name)))
    fs.rmSync(path.join(dist, file), { force: true });
  return files;
}

function readStamp() {
  try {
    return JSON.parse(fs.readFileSync(stampFile, "utf8"));
  } catch {
    return {};
  }
}

/** The files of dist that belong to the command, itself included; relative to dist. */
export function builtFiles() {
  return readStamp().files ?? [];
}

/** VS Code's name of this platform, such as linux-x64; Node.js has the same. */
export function platform() {
  return `${process.platform}-${process.arch}`;
}

/** .NET's name of this platform. */
function rid() {
  const system = { win32: "win", darwin: "osx", linux: "linux" }[process.platform];
  if (!system) throw new Failure(`wasmrun is built for Windows, macOS and Linux, not for ${process.platform}.`);
  return `${system}-${process.arch}`;
}

if (isMain(import.meta.url)) {
  await runMain(async () => {
    const mode = await build();
    console.log(`dist/wasmrun is current (${mode}).`);
  });
}
