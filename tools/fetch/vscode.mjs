import fs from "node:fs";
import path from "node:path";
import { capture } from "../lib/process.mjs";
import { cached } from "./cache.mjs";
import { fetchNativeNode, nativeNodeVersion } from "./node.mjs";

/** The npm package that carries VS Code's own server; 4.139.1 is VS Code 1.139.1. */
const codeServerVersion = "4.139.1";

/** Large parts of VS Code that no test uses, and that pull in binaries of their own. */
const unused = ["node_modules/@github/copilot-sdk", "node_modules/@microsoft/mxc-sdk"];

/**
 * VS Code's server, ready to run.
 * @returns {Promise<{node: string, main: string}>} the Node.js it needs and its start script.
 */
export async function fetchVSCode() {
  const nodeFolder = await fetchNativeNode();
  const node = path.join(nodeFolder, "bin", "node");
  const name = `vscode-${codeServerVersion}-node-${nativeNodeVersion}`;
  const folder = await cached(
    name,
    `Fetching VS Code ${codeServerVersion.replace(/^4/, "1")} (about a minute)`,
    (work) => install(work, nodeFolder),
  );
  return { node, main: path.join(serverFolder(folder), "out", "server-main.js") };
}

async function install(work, nodeFolder) {
  const env = {
    ...process.env,
    PATH: `${path.join(nodeFolder, "bin")}${path.delimiter}${process.env.PATH}`,
    npm_config_nodedir: nodeFolder,
    npm_config_audit: "false",
    npm_config_fund: "false",
    npm_config_loglevel: "error",
  };
  const npm = (cwd, ...args) => capture("npm", args, { cwd, env });
  fs.writeFileSync(
    path.join(work, "package.json"),
    JSON.stringify({ private: true, dependencies: { "code-server": codeServerVersion } }),
  );
  await npm(work, "install", "--ignore-scripts", "--no-package-lock");
  const server = serverFolder(work);
  await npm(server, "install", "--omit=dev", "--ignore-scripts");
  for (const part of unused) fs.rmSync(path.join(server, part), { recursive: true, force: true });
  await npm(server, "rebuild", "@vscode/spdlog", "@vscode/native-watchdog");
  await npm(path.join(server, "extensions"), "install", "--omit=dev", "--ignore-scripts");
  await capture(path.join(nodeFolder, "bin", "node"), [path.join(server, "out", "server-main.js"), "--version"], {
    cwd: work,
    env,
  });
}

function serverFolder(folder) {
  return path.join(folder, "node_modules", "code-server", "lib", "vscode");
}
