import type { WorkerCall, Reply } from "./serve.ts";

/** The acts of a worker as the page calls them: each gives a promise. */
export type Remote<Acts> = {
  [Act in keyof Acts]: Acts[Act] extends (...args: infer Args) => infer Result
    ? (...args: Args) => Promise<Awaited<Result>>
    : never;
};

/** What a call threw in the worker; `code` has words under i18n `seal.errors.*`. */
export class SealingFailed extends Error {
  override name = "SealingFailed";
  constructor(readonly code: string) {
    super(code);
  }
}

/** The acts of a worker that is started with the first call or by `start`. */
export function remote<Acts>(make: () => Worker): { acts: Remote<Acts>; start(): void } {
  let worker: Worker | undefined;
  let last = 0;
  const waiting = new Map<
    number,
    { resolve: (value: unknown) => void; reject: (error: Error) => void }
  >();

  const started = (): Worker => {
    if (worker) return worker;
    worker = make();
    worker.addEventListener("message", ({ data }: MessageEvent<Reply>) => {
      const call = waiting.get(data.id);
      waiting.delete(data.id);
      if (data.error) call?.reject(new SealingFailed(data.error));
      else call?.resolve(data.value);
    });
    return worker;
  };
  const acts = new Proxy({} as Remote<Acts>, {
    get:
      (_target, act: string) =>
      (...args: unknown[]) =>
        new Promise((resolve, reject) => {
          const id = (last += 1);
          waiting.set(id, { resolve, reject });
          started().postMessage({ id, act, args } satisfies WorkerCall);
        }),
  });
  return { acts, start: () => void started() };
}

/** Does something when the browser has nothing else to do. */
export function whenIdle(act: () => void): void {
  if ("requestIdleCallback" in window) window.requestIdleCallback(act);
  else setTimeout(act, 1500);
}
