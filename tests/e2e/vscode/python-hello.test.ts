import { test } from "vitest";
import { Project } from "../support/project.ts";
import { Session } from "./session.ts";

test("A Python program runs; its output and exit status are in the debug console", async () => {
  using project = Project.example("python-hello");
  await using session = await Session.open(project.folder);
  await session.scenario("python-hello", async (workbench) => {
    await workbench.openFile("main.py");
    await workbench.command("Run in wasmrun");
    await workbench.consoleLine("Hello from Python 3.12").waitFor({ timeout: 60_000 });
    await workbench.consoleLine("poem.txt: the 6, sea 3, open 1").waitFor();
    await workbench.consoleLine(/exit(ed)?\b.*\b0\b/i).waitFor();
    await session.picture("run-python");
  });
}, 180_000);

test("A folder that is not trusted runs too: nothing leaves the sandbox", async () => {
  using project = Project.example("python-hello");
  await using session = await Session.open(project.folder, { trusted: false });
  await session.scenario("restricted-mode", async (workbench) => {
    await workbench.statusBarItem("Restricted Mode").waitFor();
    await workbench.openFile("main.py");
    await workbench.command("Run in wasmrun");
    await workbench.page.getByText("poem.txt: the 6, sea 3, open 1").first().waitFor({ timeout: 60_000 });
  });
}, 180_000);
