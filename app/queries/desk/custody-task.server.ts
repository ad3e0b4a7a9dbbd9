import { phaseHas } from "#app/domain/phase.ts";
import type { CustodyTask } from "#app/custody/task.ts";
import { db, type Edition } from "#app/platform/db.server.ts";
import { ceremonyOf } from "#app/queries/opening/custody.server.ts";
import { evidenceOf } from "#app/queries/opening/evidence.server.ts";
import { keySample } from "#app/queries/opening/key-sample.server.ts";

/** Everything that waits for a custodian's key now; null when nothing does, and for others. */
export async function custodyTask(
  { id: editionId, code, phase }: Edition,
  userId: string,
): Promise<CustodyTask | null> {
  const own = await db().custodian.findUnique({
    where: { editionId_userId: { editionId, userId } },
    select: { signatures: { where: { subject: "RANKING" } } },
  });
  if (!own) return null;
  const signsRanking = phaseHas(phase, "signsRanking") && own.signatures.length === 0;
  const sample = await keySample(editionId, userId);
  const evidence = signsRanking ? await evidenceOf(editionId, userId) : null;
  const ceremony = signsRanking ? null : await ceremonyOf(editionId, userId);
  if (!sample && !evidence && !ceremony) return null;
  return { v: 1, editionId, edition: code, sample, evidence, ceremony };
}
