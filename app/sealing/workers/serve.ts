export type WorkerCall = { id: number; act: string; args: unknown[] };
export type Reply = { id: number; value?: unknown; error?: string };

/** In a worker: answers calls with what the acts return, and with a code for what they throw. */
export function serve(acts: Record<string, unknown>, codeOf: (error: unknown) => string): void {
  self.addEventListener("message", async ({ data }: MessageEvent<WorkerCall>) => {
    const act = acts[data.act] as (...args: unknown[]) => unknown;
    try {
      self.postMessage({ id: data.id, value: await act(...data.args) } satisfies Reply);
    } catch (error) {
      self.postMessage({ id: data.id, error: codeOf(error) } satisfies Reply);
    }
  });
}
