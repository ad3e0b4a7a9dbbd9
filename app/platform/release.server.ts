import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { processSingleton } from "./process-singleton.server.ts";

/**
 * Names this release: the hash of the bundle that runs, in which code, words and the names of the
 * styles all stand.
 */
export function release(): string {
  return processSingleton("release", () =>
    createHash("sha256")
      .update(readFileSync(fileURLToPath(import.meta.url)))
      .digest("base64url")
      .slice(0, 16),
  );
}

/** The version of this release, as package.json says it. */
export function version(): string {
  const written: unknown = JSON.parse(readFileSync(resolve("package.json"), "utf8"));
  return z.object({ version: z.string() }).parse(written).version;
}
