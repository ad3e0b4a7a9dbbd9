import type { Acts, Call, Reply } from "./worker.ts";

type Sealing = { [Act in keyof Acts]: (...args: Parameters<Acts[Act]>) => Promise<Awaited<ReturnType<Acts[Act]>>> };

/** What a call threw in the worker; `code` has words under i18n `seal.errors.*`. */
export class SealingFailed extends Error {
  override name = "SealingFailed";
  constructor(readonly code: string) {
    super(code);
  }
}

let worker: Worker | undefined;
let last = 0;
const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();

/** The sealing code, run in a worker that is started with the first call or by `warmUp`. */
export const sealing = new Proxy({} as Sealing, {
  get: (_target, act: keyof Acts) => (...args: unknown[]) =>
    new Promise((resolve, reject) => {
      const id = (last += 1);
      waiting.set(id, { resolve, reject });
      started().postMessage({ id, act, args } satisfies Call);
    }),
});

/** Loads the worker when the browser has nothing else to do. */
export function warmUp(): void {
  if ("requestIdleCallback" in window) window.requestIdleCallback(() => started());
  else setTimeout(started, 1500);
}

function started(): Worker {
  if (worker) return worker;
  worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  worker.addEventListener("message", ({ data }: MessageEvent<Reply>) => {
    const call = waiting.get(data.id);
    waiting.delete(data.id);
    if (data.error) call?.reject(new SealingFailed(data.error));
    else call?.resolve(data.value);
  });
  return worker;
}
