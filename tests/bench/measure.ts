/**
 * One line of the table. `limit` is what we promise, in the same unit; without it the line is a
 * baseline to compare with.
 */
export type Figure = {
  what: string;
  value: number;
  unit: "ms" | "s" | "MB" | "kB" | "%" | "lost" | "per second" | "of 100";
  limit?: number | undefined;
};

/** A group of figures, measured one after the other in one run. */
export type Bench = { name: string; run(say: (line: string) => void): Promise<Figure[]> };

/** Milliseconds that `act` takes. */
export async function timed(act: () => unknown): Promise<number> {
  const start = performance.now();
  await act();
  return performance.now() - start;
}

/** CPU milliseconds of this process per call, over `count` calls. */
export function cpuPerCall(count: number, act: () => unknown): number {
  const before = process.cpuUsage();
  for (let i = 0; i < count; i += 1) act();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / count;
}

/** The value below which this share of the values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);
