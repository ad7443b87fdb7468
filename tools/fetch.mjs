// `npm run fetch`: brings everything that the tests need into the cache, so that they run offline afterwards.
import { findChromium } from "./fetch/chromium.mjs";
import { nativeNode } from "./fetch/node.mjs";
import { fetchVSCode } from "./fetch/vscode.mjs";
import { runMain } from "./lib/process.mjs";
import { ensureNodeModules, requireNode } from "./lib/setup.mjs";

await runMain(async () => {
  requireNode();
  await ensureNodeModules();
  console.log(`node      ${await nativeNode()}`);
  console.log(`vscode    ${(await fetchVSCode()).main}`);
  console.log(`chromium  ${await findChromium()}`);
});
