import { defineConfig } from "vitest/config";

// What `npm run mutants` runs for each mutant of app/domain.
export default defineConfig({
  test: {
    include: ["tests/domain/**/*.test.ts"],
    setupFiles: ["tests/support/quiet.ts"],
    pool: "threads",
    // which test reaches which mutant is only told file by file
    isolate: true,
    testTimeout: 60_000,
  },
});
