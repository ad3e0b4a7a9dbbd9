import type { Actor } from "#app/domain/policy.ts";
import { db, type Tx } from "#app/platform/db.server.ts";
import {
  optionsForNew,
  optionsForUse,
  type Passkey,
} from "#app/platform/accounts/passkey.server.ts";

/** The passkeys of an account. */
export async function passkeysOf(userId: string, tx: Tx = db()): Promise<Passkey[]> {
  const rows = await tx.passkey.findMany({ where: { userId }, orderBy: { id: "asc" } });
  return rows.map(({ id, publicKey, counter, transports }) => ({
    id,
    publicKey,
    counter: Number(counter),
    transports,
  }));
}

/** What this person's browser needs to make a passkey in this session. */
export async function newPasskeyOptions({ id, email, name, surname }: Actor, sessionId: string) {
  return optionsForNew(sessionId, { id, email, name: `${name} ${surname}` }, await passkeysOf(id));
}

/** What this person's browser needs to show one in this session. */
export async function passkeyOptions(userId: string, sessionId: string) {
  return optionsForUse(sessionId, await passkeysOf(userId));
}
