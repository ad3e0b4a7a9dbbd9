import { execFile } from "node:child_process";
import { promisify } from "node:util";
import fc from "fast-check";
import { databaseUrl } from "#app/platform/db.server.ts";
import type { Death } from "./act-and-die.ts";

// Acts of the server are killed in a process of their own, at a step or at statements that are
// drawn. fast-check says which failed: they are written into the file, and always tried.

export type { Death } from "./act-and-die.ts";

const run = promisify(execFile);

/** Gives the statements of an act that lived, with the box in this folder; null when it died. */
export async function actElsewhere(directory: string, death: Death): Promise<string[] | null> {
  const words = [
    "--import",
    "tsx",
    "tests/support/processes/act-and-die.ts",
    databaseUrl(),
    directory,
  ];
  try {
    const { stdout } = await run(process.execPath, [...words, JSON.stringify(death)]);
    return JSON.parse(stdout) as string[];
  } catch (error) {
    if ((error as { signal?: string }).signal === "SIGKILL") return null;
    throw error;
  }
}

/** Deaths one after the other, each at a part of the act in thousandths. */
export type Drawn = { part: number; sent: boolean }[];

export const drawnDeaths = fc.array(
  fc.record({ part: fc.integer({ min: 0, max: 999 }), sent: fc.boolean() }),
  { minLength: 1, maxLength: 2 },
);

/** The statement at this part of so many. */
export function nthOf(part: number, statements: number): number {
  return 1 + Math.floor((part * statements) / 1000);
}

/** A smaller case of one that failed would take minutes to find. */
export const drawnRuns = { numRuns: 1, endOnFailure: true };
