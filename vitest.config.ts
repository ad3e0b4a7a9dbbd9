import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    environment: "node",
    include: ["tests/**/*.test.{ts,tsx}"],
    globalSetup: ["tests/support/cluster.ts"],
    setupFiles: ["tests/support/quiet.ts", "tests/support/network.ts"],
    maxWorkers: 2,
    testTimeout: 60_000, // three times what the slowest takes on a busy machine
    hookTimeout: 120_000,
    expect: { poll: { timeout: 20_000 } }, // what comes by itself comes later on a busy machine
  },
});
