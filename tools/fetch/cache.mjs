import fs from "node:fs";
import path from "node:path";
import { devCache } from "../lib/paths.mjs";
import { step } from "../lib/step.mjs";

/**
 * A folder of the developers' cache, made when it is not there yet. It is filled beside its place and renamed,
 * so that a crash leaves no half-filled folder and of two runs at once one wins.
 * @param {string} name names everything that decides the content, versions above all: a folder is never changed later.
 * @param {string} title what the step says while it fills the folder.
 * @param {(folder: string) => Promise<void>} fill
 * @returns {Promise<string>} the folder's path.
 */
export async function cached(name, title, fill) {
  const folder = path.join(devCache, name);
  if (fs.existsSync(folder)) return folder;
  fs.mkdirSync(devCache, { recursive: true });
  const work = fs.mkdtempSync(path.join(devCache, ".new-"));
  try {
    await step(title, () => fill(work));
    moveIntoPlace(work, folder);
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
  return folder;
}

function moveIntoPlace(work, folder) {
  try {
    fs.renameSync(work, folder);
  } catch (error) {
    if (!fs.existsSync(folder)) throw error;
  }
}
