import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";

// What `npm test` does: types, lint, format, import rule, unused code, format of the schemas, the
// production build, then all tests. Each check counts as one test; the last line sums up.

const checks: [string, string[]][] = [
  ["types", ["tsc", "--noEmit"]],
  ["lint", ["eslint", "."]],
  ["format", ["prettier", "--check", "."]],
  ["import rule", ["depcruise", "app", "server", "cli"]],
  ["unused code", ["knip"]],
  ["schema format", ["prisma", "format", "--check"]],
  ["box schema format", ["prisma", "format", "--check", "--schema", "prisma/box/schema.prisma"]],
  ["production build", ["remix", "vite:build"]],
  ["custodian's page", ["tsx", "cli/custodian-page.ts", "--stated"]],
];
const report = "node_modules/.cache/test-report.json";

const failed: string[] = [];
const last = checks.pop(); // looks at what the build made
const waiting = checks.values();
// two at a time, since each uses one core
await Promise.all([checkOn(waiting), checkOn(waiting)]);
if (last) await checkOn([last].values());

rmSync(report, { force: true });
console.log("\n── tests");
const status = await run("vitest", [
  "run",
  "--reporter=default",
  "--reporter=json",
  `--outputFile.json=${report}`,
  ...process.argv.slice(2),
]);
const {
  numPassedTests = 0,
  numFailedTests = 0,
  numFailedTestSuites = 0,
} = existsSync(report)
  ? (JSON.parse(readFileSync(report, "utf8")) as {
      numPassedTests?: number;
      numFailedTests?: number;
      numFailedTestSuites?: number;
    })
  : {};
// a suite that did not even load has no failed test of its own
const broken =
  numFailedTests === 0 && (status !== 0 || numFailedTestSuites > 0) ? 1 : numFailedTests;
if (failed.length > 0) console.log(`\nChecks that failed: ${failed.join(", ")}`);
console.log(
  `\n${numPassedTests + checks.length + 1 - failed.length} passed, ${broken + failed.length} failed`,
);
process.exitCode = broken + failed.length > 0 ? 1 : 0;

function run(command: string, args: string[]): Promise<number> {
  return new Promise((resolve) =>
    spawn(`node_modules/.bin/${command}`, args, { stdio: "inherit" }).on("exit", (code) =>
      resolve(code ?? 1),
    ),
  );
}

/** Makes one check after the other, and shows what each said once it is done. */
async function checkOn(left: Iterable<(typeof checks)[number]>): Promise<void> {
  for (const [name, [command = "", ...args]] of left) {
    const [code, said] = await new Promise<[number, string]>((resolve) => {
      const child = spawn(`node_modules/.bin/${command}`, args, {
        stdio: ["ignore", "pipe", "pipe"],
      });
      const pieces: Buffer[] = [];
      for (const stream of [child.stdout, child.stderr])
        stream.on("data", (piece: Buffer) => pieces.push(piece));
      child.on("exit", (status) => resolve([status ?? 1, Buffer.concat(pieces).toString()]));
    });
    console.log(`\n── ${name}\n${said}`);
    if (code !== 0) failed.push(name);
  }
}
