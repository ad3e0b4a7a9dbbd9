import {
  callItem,
  closeMeeting,
  noteItem,
  openMeeting,
  recordPresence,
  setAgenda,
} from "#app/commands/meetings/meeting.server.ts";
import { addRemark, signMinutes } from "#app/commands/meetings/meeting-minutes.server.ts";
import { recordVote } from "#app/commands/meetings/meeting-vote.server.ts";
import { enterPhase } from "#app/commands/edition/phase.server.ts";
import { minutesPage } from "#app/queries/meetings/meeting-minutes.server.ts";
import { db, type User } from "#app/platform/db.server.ts";
import { freezeConfirmed, judgeAll, signAndOpen } from "./frozen-edition.ts";
import { type Answers, openAll, publish } from "./published-edition.ts";
import {
  content,
  type Deposited,
  depositBy,
  employee,
  openEdition,
  type SealedEdition,
} from "./sealed-edition.ts";

export type Held = { sealed: SealedEdition; deposited: Deposited[]; chair: User };

/**
 * Of five proposals the first wins and two ranks are published; a meeting discussed all, voted on 1
 * and 5, and was signed.
 */
export async function publishedWithMinutes({
  publishesMinutes = true,
  signed = true,
  answers = {},
}: { publishesMinutes?: boolean; signed?: boolean; answers?: Answers } = {}): Promise<Held> {
  const sealed = await openEdition();
  const { edition, organiser } = sealed;
  await db().edition.update({
    where: { id: edition.id },
    data: { publishesMinutes, publishedDepth: 2 },
  });
  const deposited: Deposited[] = [];
  for (let i = 0; i < 5; i += 1)
    deposited.push(
      await depositBy(
        await employee(),
        sealed,
        content({ title: `Idea ${i}`, categories: ["environment"] }),
      ),
    );
  await judgeAll(sealed, 1, { scores: (no) => ({ impact: 6 - no, cost: 6 - no }) });
  await enterPhase(organiser.id, edition.id, "deliberation");
  const jurors = await db().juror.findMany({
    where: { editionId: edition.id },
    include: { user: true },
    orderBy: { chair: "desc" },
  });
  const at = { userId: organiser.id, edition, number: 1 };
  await openMeeting(organiser.id, edition.id);
  await recordPresence(
    at,
    jurors.map(({ userId }) => userId),
  );
  await setAgenda(at, { choice: "hand", numbers: [1, 2, 3, 4, 5], threshold: 0, order: "rank" });
  for (const no of [1, 5]) {
    await callItem(at, no);
    await noteItem(at, { publicNo: no, note: `nota-${no}`, before: "" });
    await recordVote(at, {
      publicNo: no,
      matter: `quesito-${no}`,
      choice: Object.fromEntries(jurors.map(({ userId }) => [userId, "favour" as const])),
      inFavour: 0,
      against: 0,
      abstained: 0,
    });
  }
  await closeMeeting(at);
  await addRemark(at, {
    hash: (await minutesPage(organiser.id, { ...edition, phase: "deliberation" }, 1)).hash,
    text: "osservazione-riservata",
  });
  const chair = jurors[0]!.user;
  const { hash } = await minutesPage(organiser.id, { ...edition, phase: "deliberation" }, 1);
  await signMinutes(at, hash); // there is no secretary
  if (signed) await signMinutes({ ...at, userId: chair.id }, hash);
  await freezeConfirmed(sealed);
  await signAndOpen(sealed);
  await openAll({ sealed });
  await publish({ sealed, deposited }, answers);
  return { sealed, deposited, chair };
}
