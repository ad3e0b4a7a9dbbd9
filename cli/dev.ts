import { spawn } from "node:child_process";

// npm run dev: pages are reloaded by Vite as they change, and the server starts again when a module
// of its own does. With `--demo` an empty database is filled with the demonstration first.

try {
  if (process.argv.includes("--demo")) {
    const { prepareDemonstration } = await import("./demonstration.ts");
    await prepareDemonstration();
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : "The demonstration did not start.");
  process.exit(1);
}
const server = spawn(
  process.execPath,
  ["node_modules/tsx/dist/cli.mjs", "watch", "--clear-screen=false", "server/index.ts"],
  { stdio: "inherit" },
);
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => server.kill(signal));
server.on("exit", (code) => process.exit(code ?? 0));
