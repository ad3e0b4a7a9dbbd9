import { resolve } from "node:path";
import { Worker } from "node:worker_threads";

/**
 * What HiGHS answers: its own word ('Optimal', 'Infeasible', …), and the columns that are not zero.
 */
export type LpAnswer = { status: string; columns: Record<string, number> };

/** Solves a program in CPLEX LP format. Rejects when the text cannot be read. */
export type Solve = (text: string) => Promise<LpAnswer>;

/** HiGHS's own word for it. */
const late: LpAnswer = { status: "Time limit reached", columns: {} };

/** Milliseconds for everything that is asked: less than a proxy in between waits for an answer. */
const usualBudget = 50_000;

/**
 * Gives `act` a solver: HiGHS (WASM), in a thread of its own, so that the server keeps answering.
 * The thread starts with the first question and ends with `act`. All questions share `budgetMs`;
 * each may take half of what is left, so that the later ones get their turn, and is else answered
 * with 'Time limit reached'.
 */
export async function withSolver<T>(
  act: (solve: Solve) => Promise<T>,
  { budgetMs = usualBudget }: { budgetMs?: number } = {},
): Promise<T> {
  const end = performance.now() + budgetMs;
  let worker: Worker | undefined;
  const solve: Solve = async (text) => {
    const left = end - performance.now();
    if (left <= 0) return late;
    const answer = await ask((worker ??= start()), text, left / 2);
    if (answer) return answer;
    await worker.terminate(); // it would go on
    worker = undefined;
    return late;
  };
  try {
    return await act(solve);
  } finally {
    await worker?.terminate();
  }
}

function start(): Worker {
  return new Worker(resolve(process.cwd(), "app/platform/solver-worker.mjs"), {
    env: {},
    execArgv: [],
    stdout: true,
    stderr: true,
  });
}

/** The answer, or null when it did not come in time. */
function ask(worker: Worker, text: string, timeoutMs: number): Promise<LpAnswer | null> {
  return new Promise<LpAnswer | null>((done, fail) => {
    const settled = (settle: () => void) => {
      clearTimeout(timer);
      for (const event of ["message", "error", "exit"]) worker.removeAllListeners(event);
      settle();
    };
    const timer = setTimeout(() => settled(() => done(null)), timeoutMs);
    worker.once("message", (answer: LpAnswer) => settled(() => done(answer)));
    worker.once("error", (cause) =>
      settled(() => fail(new Error(`The solver failed: ${cause.message}`, { cause }))),
    );
    worker.once("exit", (code) =>
      settled(() => fail(new Error(`The solver stopped without an answer (exit ${code}).`))),
    );
    worker.postMessage(text);
  });
}
