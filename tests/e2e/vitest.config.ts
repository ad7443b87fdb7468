import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["cli/**/*.test.ts", "vscode/**/*.test.ts"],
    // Each file drives real processes, and the machine that runs them has few cores: one at a time.
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 180_000,
  },
});
