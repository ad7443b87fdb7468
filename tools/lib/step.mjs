/**
 * Runs one step of a set-up and says so on stderr in a line: its title, then how long it took.
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const terminal = process.stderr.isTTY;
  if (terminal) process.stderr.write(`${title} …`);
  const start = performance.now();
  try {
    const result = await work();
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    process.stderr.write(`${terminal ? "\r\x1b[K" : ""}${title}: ${seconds} s\n`);
    return result;
  } catch (error) {
    process.stderr.write(`${terminal ? "\r\x1b[K" : ""}${title}: failed\n`);
    throw error;
  }
}
