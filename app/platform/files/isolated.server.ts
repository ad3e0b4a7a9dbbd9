import { spawn } from "node:child_process";
import { resolve } from "node:path";

/**
 * What a program in a process of its own may use: time, memory in megabytes, and bytes of answer.
 */
export type Bounds = { seconds: number; memory: number; answer: number };

/**
 * Runs a program of ours on `input` in a process of its own, without our environment, and gives
 * what it writes to its standard output. Null when it died, took too long, too much memory or
 * answered too much: what is read from strangers may do that, and must take nothing else along.
 */
export function runIsolated(
  program: string,
  input: Uint8Array,
  bounds: Bounds,
): Promise<Buffer | null> {
  const [command, ...words] = commandFor(resolve(process.cwd(), program), bounds);
  const child = spawn(command!, words, {
    env: { NODE_ENV: "production" },
    stdio: ["pipe", "pipe", "ignore"],
  });
  return new Promise((done) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const timer = setTimeout(() => child.kill("SIGKILL"), bounds.seconds * 1000);
    child.stdout.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > bounds.answer) child.kill("SIGKILL");
      else chunks.push(chunk);
    });
    child.stdin.on("error", () => {}); // it may stop reading before everything is written
    child.once("error", () => done(null));
    child.once("close", (code) => {
      clearTimeout(timer);
      done(code === 0 && size <= bounds.answer ? Buffer.concat(chunks) : null);
    });
    child.stdin.end(input);
  });
}

/**
 * Node with bounds of its own; where there is a shell, also those of the system, which count memory
 * outside of JavaScript.
 */
function commandFor(program: string, { seconds, memory }: Bounds): string[] {
  const node = [process.execPath, `--max-old-space-size=${memory}`, "--import", "tsx", program];
  if (process.platform === "win32") return node;
  return [
    "/bin/sh",
    "-c",
    `ulimit -c 0; ulimit -d ${memory * 1024}; ulimit -t ${seconds}; exec "$@"`,
    "sh",
    ...node,
  ];
}
