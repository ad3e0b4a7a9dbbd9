import { pino } from "pino";
import { env } from "./env.server.ts";
import { processSingleton } from "./process-singleton.server.ts";

/**
 * The log. It gets event names and codes, never a person, a proposal, a request body, a header or
 * anything of /p.
 */
export function log() {
  return processSingleton("log", () => pino({ level: env().LOG_LEVEL, base: null }));
}

/**
 * What may be said of an unexpected error: its kind and where it arose in our code, not its
 * message, which may quote data.
 */
export function describeError(error: unknown): {
  kind: string;
  code?: string | undefined;
  at?: string[] | undefined;
} {
  if (!(error instanceof Error)) return { kind: typeof error };
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  const at = error.stack
    ?.split("\n")
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 6)
    .map((line) => line.trim());
  return { kind: error.name, code, at };
}
