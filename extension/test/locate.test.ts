import { expect, test } from "vitest";
import { locateDaemon } from "../src/daemon/locate.ts";

const places = { configured: "", extensionFolder: "/ext", platform: "linux" as const, arch: "x64" };
const only =
  (...present: string[]) =>
  async (path: string): Promise<boolean> =>
    present.includes(path);

test("the executable of the setting is used, and nothing else when it is wrong", async () => {
  const configured = { ...places, configured: "/opt/wasmrun" };
  await expect(locateDaemon(configured, only("/opt/wasmrun", "/ext/bin/wasmrun"))).resolves.toBe("/opt/wasmrun");
  await expect(locateDaemon(configured, only("/ext/bin/wasmrun"))).rejects.toThrow(
    "wasmrun.daemon.path names /opt/wasmrun, which is no executable file",
  );
});

test("the one inside the extension comes before a build of the repository", async () => {
  const inPackage = "/ext/bin/linux-x64/wasmrun";
  await expect(locateDaemon(places, only(inPackage, "/ext/bin/wasmrun", "/dist/wasmrun"))).resolves.toBe(inPackage);
  await expect(locateDaemon(places, only("/ext/bin/wasmrun", "/dist/wasmrun"))).resolves.toBe("/ext/bin/wasmrun");
  await expect(locateDaemon(places, only("/dist/wasmrun"))).resolves.toBe("/dist/wasmrun");
  const windows = "/ext/bin/win32-x64/wasmrun.exe";
  await expect(locateDaemon({ ...places, platform: "win32" }, only(windows))).resolves.toBe(windows);
});

test("none at all is an error that names the platform and the setting", async () => {
  await expect(locateDaemon(places, only())).rejects.toMatchObject({
    message: "This build of the extension has no wasmrun executable for linux-x64.",
    hint: expect.stringContaining("wasmrun.daemon.path"),
  });
});
