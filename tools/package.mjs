// `npm run package`: makes dist/wasmrun-PLATFORM.vsix, the extension with the daemon of this platform inside.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { build, builtFiles, platform } from "./build.mjs";
import { dist, root } from "./lib/paths.mjs";
import { capture, isMain, runMain } from "./lib/process.mjs";
import { ensureNodeModules } from "./lib/setup.mjs";
import { step } from "./lib/step.mjs";

const extension = path.join(root, "extension");

/**
 * Packs the extension with what dist holds.
 * @param {string} vsix the file to write.
 */
export async function packageExtension(vsix) {
  await capture("npm", ["run", "--silent", "build"], { cwd: extension, what: "Bundling the extension" });
  const stage = fs.mkdtempSync(path.join(os.tmpdir(), "wasmrun-vsix-"));
  try {
    for (const name of ["package.json", "README.md", "dist", "media"]) {
      fs.cpSync(path.join(extension, name), path.join(stage, name), { recursive: true });
    }
    fs.copyFileSync(path.join(root, "LICENSE"), path.join(stage, "LICENSE"));
    for (const file of builtFiles()) fs.cpSync(path.join(dist, file), path.join(stage, "bin", platform(), file));
    const vsce = path.join(root, "node_modules", "@vscode", "vsce", "vsce");
    const args = ["package", "--no-dependencies", "--target", platform(), "--out", vsix];
    await capture(process.execPath, [vsce, ...args], { cwd: stage, what: "vsce package" });
  } finally {
    fs.rmSync(stage, { recursive: true, force: true });
  }
}

if (isMain(import.meta.url)) {
  await runMain(async () => {
    await ensureNodeModules();
    await build();
    const vsix = path.join(dist, `wasmrun-${platform()}.vsix`);
    await step(`Packing ${path.relative(root, vsix)}`, () => packageExtension(vsix));
    console.log(vsix);
  });
}
