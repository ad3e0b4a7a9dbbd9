import { resolve } from "node:path";
import { Worker } from "node:worker_threads";

/** What HiGHS answers: its own word ('Optimal', 'Infeasible', …), and the columns that are not zero. */
export type LpAnswer = { status: string; columns: Record<string, number> };

/** Solves a program in CPLEX LP format. Rejects when the text cannot be read or time is up. */
export type Solve = (text: string) => Promise<LpAnswer>;

/**
 * Gives `act` a solver: HiGHS (WASM), in a thread of its own, so that the server keeps answering. The thread starts with
 * the first question and ends with `act`.
 */
export async function withSolver<T>(act: (solve: Solve) => Promise<T>, { timeoutMs = 60_000 }: { timeoutMs?: number } = {}): Promise<T> {
  let worker: Worker | undefined;
  try {
    return await act((text) => ask((worker ??= start()), text, timeoutMs));
  } finally {
    await worker?.terminate();
  }
}

function start(): Worker {
  return new Worker(resolve(process.cwd(), "app/platform/solver-worker.mjs"), { env: {}, execArgv: [], stdout: true, stderr: true });
}

function ask(worker: Worker, text: string, timeoutMs: number): Promise<LpAnswer> {
  return new Promise<LpAnswer>((done, fail) => {
    const settled = (settle: () => void) => {
      clearTimeout(timer);
      for (const event of ["message", "error", "exit"]) worker.removeAllListeners(event);
      settle();
    };
    const timer = setTimeout(() => settled(() => fail(new Error(`The solver did not finish within ${timeoutMs / 1000} s.`))), timeoutMs);
    worker.once("message", (answer: LpAnswer) => settled(() => done(answer)));
    worker.once("error", (cause) => settled(() => fail(new Error(`The solver failed: ${cause.message}`, { cause }))));
    worker.once("exit", (code) => settled(() => fail(new Error(`The solver stopped without an answer (exit ${code}).`))));
    worker.postMessage(text);
  });
}
