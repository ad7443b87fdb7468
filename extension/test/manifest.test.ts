import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import * as ids from "../src/ids.ts";

const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
const { contributes } = manifest;
const sorted = (values: Iterable<string>): string[] => [...values].sort();

test("the commands, views, settings and debug type of the manifest are those of the code", () => {
  expect(sorted(contributes.commands.map((command: { command: string }) => command.command))).toEqual(
    sorted(Object.values(ids.Command)),
  );
  expect(sorted(contributes.views.wasmrun.map((view: { id: string }) => view.id))).toEqual(
    sorted(Object.values(ids.View)),
  );
  expect(sorted(Object.keys(contributes.configuration.properties))).toEqual(sorted(Object.values(ids.Setting)));
  expect(contributes.debuggers.map((debug: { type: string }) => debug.type)).toEqual([ids.DEBUG_TYPE]);
});

test("menus name commands and context keys that exist", () => {
  const conditions: string[] = [
    ...contributes.commands.map((command: { enablement?: string }) => command.enablement ?? ""),
  ];
  for (const items of Object.values<{ command: string; when: string }[]>(contributes.menus)) {
    for (const { command, when } of items) {
      expect(Object.values(ids.Command)).toContain(command);
      conditions.push(when);
    }
  }
  const known: string[] = [
    ...Object.values(ids.ContextKey),
    ...Object.values(ids.View),
    ...Object.values(ids.ItemContext),
  ];
  const named =
    conditions
      .join(" ")
      .replaceAll("\\", "")
      .match(/wasmrun\.[\w.]+/g) ?? [];
  for (const key of named) expect(known.some((name) => name === key || name.startsWith(key))).toBe(true);
});

test("every setting and command is described, in category wasmrun", () => {
  for (const [name, setting] of Object.entries<{ description?: string; markdownDescription?: string }>(
    contributes.configuration.properties,
  ))
    expect(setting.description ?? setting.markdownDescription, name).toMatch(/\.$/);
  for (const command of contributes.commands)
    expect(command).toMatchObject({ category: "wasmrun", title: expect.any(String) });
});

test("types of VS Code are those of the oldest version that is supported", () => {
  expect(manifest.engines.vscode).toBe(`^${manifest.devDependencies["@types/vscode"]}`);
});
