import type { ParseArgsConfig } from "node:util";
import { closeBox, isBoxHere, openBox } from "#app/box/store.server.ts";
import { readCity } from "#app/platform/city.server.ts";
import { closeDatabase, openDatabase } from "#app/platform/db.server.ts";
import { env } from "#app/platform/env.server.ts";

export type Words = {
  positionals: string[];
  values: Record<string, string | boolean | undefined | (string | boolean)[]>;
};

export type Command = {
  usage: string;
  says: string;
  /** more than a line, for --help */
  help?: string;
  options?: ParseArgsConfig["options"];
  run(words: Words): Promise<void>;
};

/**
 * Tells the person at the keyboard what to do; 1: it could not be done, 2: it was not understood.
 */
export class CommandError extends Error {
  constructor(
    message: string,
    readonly code: 1 | 2 = 1,
  ) {
    super(message);
  }
}

/**
 * Runs with the database open, and the ballot box where it is here; clusters that a running server
 * uses are left running.
 */
export async function withDatabase<T>(act: () => Promise<T>): Promise<T> {
  if (env().ROLE === "box")
    throw new CommandError(
      "This is the ballot box alone: run it where the main server's environment is.",
    );
  return withStores(async () => {
    await readCity(); // mails are written in the city's name
    return act();
  });
}

/** Runs with what is here by ROLE open: the main database, the ballot box, or both. */
export async function withStores<T>(act: () => Promise<T>): Promise<T> {
  const { ROLE } = env();
  try {
    if (ROLE !== "box") await openDatabase();
    if (ROLE !== "main" && isBoxHere()) await openBox();
    return await act();
  } finally {
    await closeBox();
    await closeDatabase();
  }
}

/** An option that must be there. */
export function text(values: Words["values"], name: string): string {
  const value = values[name];
  if (typeof value !== "string" || value === "") throw new CommandError(`--${name} is missing.`, 2);
  return value;
}
