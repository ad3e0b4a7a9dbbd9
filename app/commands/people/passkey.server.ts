import type { Assertion, Registration } from "#app/domain/people/passkey.ts";
import { refuse } from "#app/domain/refusal.ts";
import { db, isDuplicate } from "#app/platform/db.server.ts";
import { counterShown, passkeyMade } from "#app/platform/accounts/passkey.server.ts";
import { passkeysOf } from "#app/queries/people/passkey.server.ts";
import { tellFactorChange } from "./second-factor.server.ts";

/**
 * Adds a passkey that was made in this session. Refuses wrong-credentials for one that was not,
 * duplicate.
 */
export async function addPasskey(
  userId: string,
  sessionId: string,
  made: Registration,
): Promise<void> {
  const passkey = await passkeyMade(sessionId, made);
  if (!passkey) throw refuse("wrong-credentials");
  try {
    await db().$transaction(async (tx) => {
      await tx.passkey.create({ data: { ...passkey, userId } });
      await tellFactorChange(tx, userId, userId, "added", "passkey");
    });
  } catch (error) {
    if (isDuplicate(error)) throw refuse("duplicate");
    throw error;
  }
}

/** Takes a passkey that was shown in this session. Refuses wrong-credentials. */
export async function showPasskey(
  userId: string,
  sessionId: string,
  shown: Assertion,
): Promise<void> {
  const passkey = (await passkeysOf(userId)).find(({ id }) => id === shown.id);
  const counter = passkey ? await counterShown(sessionId, shown, passkey) : null;
  if (!passkey || counter === null) throw refuse("wrong-credentials");
  // of two answers with the same count one was copied; devices that count nothing say 0
  const { count } = await db().passkey.updateMany({
    where: { id: passkey.id, counter: passkey.counter },
    data: { counter },
  });
  if (count === 0) throw refuse("wrong-credentials");
}
