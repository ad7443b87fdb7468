import { spawn } from "node:child_process";

/**
 * Milliseconds from starting `wasmrun serve` to its answer to `initialize`.
 * @param {string} wasmrun
 * @returns {Promise<number>}
 */
export function timeToFirstAnswer(wasmrun) {
  const body = JSON.stringify({
    jsonrpc: "2.0",
    id: 1,
    method: "initialize",
    params: { protocolVersion: 1, clientName: "bench", clientVersion: "0" },
  });
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(wasmrun, ["serve"], { stdio: ["pipe", "pipe", "ignore"] });
    let answer = "";
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`wasmrun serve ended with status ${code} before it answered`)));
    child.stdout.setEncoding("utf8").on("data", (data) => {
      answer += data;
      if (!/"id"\s*:\s*1\b/.test(answer)) return;
      const time = performance.now() - start;
      child.removeAllListeners("exit").once("exit", () => resolve(time));
      child.kill("SIGTERM");
    });
    child.stdin.on("error", () => {});
    child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  });
}
