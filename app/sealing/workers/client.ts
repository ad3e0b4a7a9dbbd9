import { remote, whenIdle } from "./remote.ts";
import type { Acts } from "./worker.ts";

const worker = remote<Acts>(
  () => new Worker(new URL("./worker.ts", import.meta.url), { type: "module" }),
);

/** The sealing code of a proposer, run in a worker. */
export const sealing = worker.acts;

/** Loads the worker when the browser has nothing else to do. */
export const warmUp = (): void => whenIdle(worker.start);

export { SealingFailed } from "./remote.ts";
