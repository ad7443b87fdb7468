// `npm start [-- DIR]`: builds what is missing, then runs DIR, or the example, in the sandbox.
import path from "node:path";
import { build } from "./build.mjs";
import { root, wasmrun } from "./lib/paths.mjs";
import { foreground, runMain } from "./lib/process.mjs";

await runMain(async () => {
  const given = process.argv.slice(2);
  await build();
  const args = given.length > 0 ? given : [path.join(root, "examples", "node-http")];
  // npm runs scripts in the root; a DIR is meant from where the user typed the command.
  return foreground(wasmrun, ["run", ...args], { cwd: process.env.INIT_CWD || root });
});
