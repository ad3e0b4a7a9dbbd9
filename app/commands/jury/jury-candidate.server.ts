import { whyNotJuror } from "#app/domain/jury/jury.ts";
import { refuse } from "#app/domain/refusal.ts";
import { audit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import type { Tx, User } from "#app/platform/db.server.ts";
import { whyMayHaveProposed } from "#app/commands/passes/pass-return.server.ts";
import { lockPerson } from "#app/commands/people/person-lock.server.ts";

type Asked = {
  actorId: string;
  editionId: string;
  field: string;
  declaration?: string | undefined;
};

/**
 * Lets nobody into the jury, judging or not, who holds another role or may have proposed; a
 * declaration of not having taken part stands in for passes that cannot be given back, and is put
 * on record. Refuses as `whyNotJuror` says.
 */
export async function admitToJury(
  tx: Tx,
  person: User,
  { actorId, editionId, field, declaration }: Asked,
): Promise<void> {
  await lockPerson(tx, person.id);
  const why = whyNotJuror(await candidate(tx, editionId, person));
  if (why === "holds-pass" && declaration)
    await recordDeclaration(tx, actorId, { editionId, userId: person.id, text: declaration });
  else if (why) throw refuse(why, { field });
}

async function candidate(tx: Tx, editionId: string, person: User) {
  const roles = await tx.role.findMany({
    where: { editionId, userId: person.id },
    select: { kind: true },
  });
  const holdsPass = (await whyMayHaveProposed(tx, editionId, person.id)) !== null;
  return { active: person.active, rolesInEdition: roles.map((role) => role.kind), holdsPass };
}

/** Instead of the passes: what this person declared, and who accepted it. */
async function recordDeclaration(
  tx: Tx,
  actorId: string,
  { editionId, userId, text }: { editionId: string; userId: string; text: string },
): Promise<void> {
  const row = { text, actorId, at: now() };
  await tx.roleDeclaration.upsert({
    where: { editionId_userId: { editionId, userId } },
    create: { editionId, userId, ...row },
    update: row,
  });
  await audit(tx, { actorId, action: "juror.declared-no-part", editionId, objectId: userId });
}
