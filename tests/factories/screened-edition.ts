import { db, type Juror } from "#app/platform/db.server.ts";
import { aJuror } from "./judging.ts";
import {
  close,
  content,
  type Deposited,
  depositBy,
  employee,
  openEdition,
  type SealedEdition,
} from "./sealed-edition.ts";

export type Screened = { sealed: SealedEdition; own: Deposited[]; jury: Juror[] };

/**
 * An edition in screening with two jurors per proposal, these proposals admitted, and a jury that
 * declared.
 */
export async function screened({
  proposals = 3,
  jurors = 6,
  sealedConflicts = true,
} = {}): Promise<Screened> {
  const sealed = await openEdition();
  const own: Deposited[] = [];
  for (let at = 0; at < proposals; at += 1)
    own.push(await depositBy(await employee(), sealed, content({ title: `Idea ${at}` })));
  await close(sealed);
  const edition = await db().edition.update({
    where: { id: sealed.edition.id },
    data: { sealedConflicts },
  });
  await db().screening.createMany({
    data: own.map(({ request }) => ({
      proposalId: request.proposalId,
      verdict: "CLEARED" as const,
      actorId: sealed.organiser.id,
      at: new Date(),
    })),
  });
  const jury: Juror[] = [];
  for (let at = 0; at < jurors; at += 1)
    jury.push(await aJuror(edition, await employee(), { chair: at === 0 }));
  return { sealed: { ...sealed, edition }, own, jury };
}
