import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { env } from "#app/platform/env.server.ts";
import { processSingleton } from "#app/platform/process-singleton.server.ts";
import { wrapKeyPair } from "#app/sealing/wrapped.ts";

/**
 * The key pair that the anonymous page wraps for, with BOX_WRAPS; null without it. Made at the
 * first start and kept in the data folder, readable by the box's user only: no secret that the main
 * server shares may lead to it.
 */
export function wrapKey(): ReturnType<typeof wrapKeyPair> | null {
  return env().BOX_WRAPS ? processSingleton("wrap-key", () => wrapKeyPair(seed())) : null;
}

function seed(): Buffer {
  const file = join(resolve(env().DATA_DIR), "wrap-key");
  if (!existsSync(file)) {
    mkdirSync(resolve(env().DATA_DIR), { recursive: true });
    writeFileSync(file, randomBytes(32).toString("base64"), { mode: 0o600 });
  }
  return Buffer.from(readFileSync(file, "utf8"), "base64");
}
