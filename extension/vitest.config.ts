import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["extension/test/**/*.test.ts", "tools/protocol/test/**/*.test.mjs"],
    root: "..",
    testTimeout: 10_000,
  },
});
