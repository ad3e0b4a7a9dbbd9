import { hash, verify } from "@node-rs/argon2";
import { processSingleton } from "#app/platform/process-singleton.server.ts";

/**
 * argon2id with its salt and parameters inside (the library's defaults are OWASP's: 19 MiB, 2
 * passes, 1 lane).
 */
export function hashPassword(password: string): Promise<string> {
  return hash(password);
}

/**
 * True when `password` is the one behind `stored`; without a stored one it is false after the same
 * time.
 */
export async function fitsPassword(stored: string | null, password: string): Promise<boolean> {
  const fits = await verify(stored ?? (await nobodys()), password);
  return stored !== null && fits;
}

/** The hash of a password that nobody has. */
function nobodys(): Promise<string> {
  return processSingleton("nobodys-password", () => hash(crypto.randomUUID()));
}
