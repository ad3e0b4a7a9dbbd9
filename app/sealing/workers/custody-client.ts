import type { CustodyActs } from "./custody-worker.ts";
import { remote, whenIdle } from "./remote.ts";

const worker = remote<CustodyActs>(
  () => new Worker(new URL("./custody-worker.ts", import.meta.url), { type: "module" }),
);

/** The sealing code of a custodian, run in a worker. */
export const sealing = worker.acts;

/** Loads the worker when the browser has nothing else to do. */
export const warmUp = (): void => whenIdle(worker.start);
