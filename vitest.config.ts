import { defineConfig, type TestProjectInlineConfiguration } from "vitest/config";

/**
 * Tests that need neither a database nor a process of their own, beside tests/domain and
 * tests/rules.
 */
const pure = [
  "tests/app/box/backup-format.test.ts",
  "tests/app/http/addresses.test.ts",
  "tests/app/http/route-subset.test.ts",
  "tests/app/http/routes-guarded.test.ts",
  "tests/app/http/words.test.ts",
  "tests/app/mailing/mail-layout.test.ts",
  "tests/app/platform/edited-text.test.ts",
];

const withDatabase = (folder: string): TestProjectInlineConfiguration => ({
  extends: true,
  test: {
    name: folder,
    include: [`tests/${folder}/**/*.test.{ts,tsx}`],
    exclude: pure,
    globalSetup: ["tests/support/cluster.ts"],
  },
});

export default defineConfig({
  test: {
    environment: "node",
    setupFiles: ["tests/support/quiet.ts", "tests/support/network.ts"],
    maxWorkers: 2,
    testTimeout: 60_000, // three times what the slowest takes on a busy machine
    hookTimeout: 120_000,
    expect: { poll: { timeout: 20_000 } }, // what comes by itself comes later on a busy machine
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["tests/{domain,rules}/**/*.test.ts", ...pure],
          // nothing here changes what another file sees, so modules are loaded once
          pool: "threads",
          isolate: false,
        },
      },
      withDatabase("app"),
      withDatabase("seal"),
      withDatabase("browser"),
    ],
  },
});
