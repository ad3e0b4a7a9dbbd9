import { resolve } from "node:path";
import { Worker } from "node:worker_threads";

/** What HiGHS answers: columns that are not zero, and the dual value of each row. */
export type LpAnswer = { status: string; columns: Record<string, number>; duals: Record<string, number> };

/**
 * Solves a linear program in CPLEX LP format with HiGHS (WASM), in a thread of its own, so that the server keeps answering.
 * `status` is HiGHS's own word ('Optimal', 'Infeasible', …). Rejects when the text cannot be read or time is up.
 */
export function solveLp(text: string, { timeoutMs = 60_000 }: { timeoutMs?: number } = {}): Promise<LpAnswer> {
  const worker = new Worker(resolve(process.cwd(), "app/platform/solver-worker.mjs"), {
    workerData: { text },
    env: {},
    execArgv: [],
    stdout: true,
    stderr: true,
  });
  return new Promise<LpAnswer>((done, fail) => {
    const timer = setTimeout(() => fail(new Error(`The solver did not finish within ${timeoutMs / 1000} s.`)), timeoutMs);
    worker.once("message", done);
    worker.once("error", (cause) => fail(new Error(`The solver failed: ${cause.message}`, { cause })));
    worker.once("exit", (code) => fail(new Error(`The solver stopped without an answer (exit ${code}).`)));
    worker.once("exit", () => clearTimeout(timer));
  }).finally(() => worker.terminate());
}
