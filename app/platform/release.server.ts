import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { once } from "./once.server.ts";

/** Names this release: the hash of the bundle that runs, in which code, words and the names of the styles all stand. */
export function release(): string {
  return once("release", () => createHash("sha256").update(readFileSync(fileURLToPath(import.meta.url))).digest("base64url").slice(0, 16));
}
