import fs from "node:fs";
import path from "node:path";
import { capture, Failure } from "../lib/process.mjs";
import { step } from "../lib/step.mjs";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const packages = ["chromium", "fonts-dejavu-core"];

/** The path of a Chromium: the one that CHROMIUM names, an installed one, or Debian's, installed now. */
export async function findChromium() {
  const found = process.env.CHROMIUM || installed();
  if (found) return found;
  if (process.platform !== "linux" || process.getuid?.() !== 0 || !onPath("apt-get")) {
    throw new Failure(
      `The VS Code tests need a Chromium: install one (Debian: apt-get install ${packages.join(" ")}) or name one in the environment variable CHROMIUM.`,
    );
  }
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const apt = (...args) => capture("apt-get", ["-o", "DPkg::Lock::Timeout=300", "-qq", ...args], { env });
  await step("Installing Chromium", async () => {
    await apt("update");
    await apt("install", "-y", "--no-install-recommends", ...packages);
  });
  return installed() ?? fail();
}

function fail() {
  throw new Failure(
    "apt-get installed the package chromium, but no program chromium is on the PATH: name one in the environment variable CHROMIUM.",
  );
}

function installed() {
  for (const name of names) {
    const file = onPath(name);
    if (file) return file;
  }
  return undefined;
}

function onPath(name) {
  for (const folder of (process.env.PATH ?? "").split(path.delimiter)) {
    const file = path.join(folder, name);
    if (folder && fs.existsSync(file)) return file;
  }
  return undefined;
}
