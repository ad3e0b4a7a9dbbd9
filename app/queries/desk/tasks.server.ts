import { isCaredFor } from "#app/domain/opening/key-care.ts";
import { custodianTasks, jurorTasks, organiserTasks, type Task } from "#app/domain/desk/task.ts";
import { phaseOf, phaseHas } from "#app/domain/phase.ts";
import { now } from "#app/platform/clock.server.ts";
import { db, type Edition } from "#app/platform/db.server.ts";
import { editionFacts } from "#app/queries/edition/edition-facts.server.ts";
import { followedPage } from "#app/queries/implementation/implementation.server.ts";
import { handingOver } from "#app/queries/awards/handing-over.server.ts";
import { jurorDesk } from "#app/queries/jury/juror-desk.server.ts";
import { waitingMails } from "#app/queries/mailing/mailings.server.ts";
import { awaitedJurors } from "#app/queries/jury/juror-reminders.server.ts";
import { currentOpenList } from "#app/queries/opening/open-list.server.ts";

/** What waits for the organisers of an edition. */
export async function tasksOfOrganiser(edition: Edition): Promise<Task[]> {
  const { id, code, phase } = edition;
  const keys = isCaredFor(phase)
    ? await db().custodian.findMany({
        where: { editionId: id },
        select: { lostAt: true, checkFaults: true, checkForeign: true },
      })
    : [];
  return organiserTasks(code, await editionFacts(id), {
    mails: await waitingMails(edition),
    awaitedAnswers: (await awaitedJurors(edition)).filter(({ due }) => due < now()).length,
    lostKeys: keys.filter(({ lostAt }) => lostAt !== null).length,
    faultyKeys: keys.filter(
      ({ lostAt, checkFaults, checkForeign }) =>
        (lostAt === null && checkFaults > 0) || checkForeign > 0,
    ).length,
    toHandOver: phaseHas(phase, "retention")
      ? (await handingOver(id)).filter(({ state }) => state === "due").length
      : 0,
    followed: phaseHas(phase, "retention")
      ? (await followedPage(edition)).map(({ owner, ...row }) => ({
          ...row,
          owned: owner !== null,
        }))
      : [],
  });
}

/** What waits for a juror of an edition. */
export async function tasksOfJuror(edition: Edition, userId: string): Promise<Task[]> {
  const desk = await jurorDesk(userId, edition);
  return jurorTasks(edition.code, {
    ...desk,
    left: desk.own.filter(({ state }) => state === "empty" || state === "begun").length,
  });
}

/** What waits for a custodian of an edition. */
export async function tasksOfCustodian(
  { id, code, phase }: Edition,
  userId: string,
): Promise<Task[]> {
  const custodian = await db().custodian.findUnique({
    where: { editionId_userId: { editionId: id, userId } },
    include: {
      signatures: { select: { subject: true } },
      _count: { select: { shares: true } },
      edition: {
        select: {
          quorum: true,
          manifest: { select: { hash: true } },
          closing: { select: { root: true } },
          ranking: { select: { commit: true } },
          phases: { select: { phase: true, at: true } },
        },
      },
    },
  });
  if (!custodian) return [];
  const { edition, signatures } = custodian;
  const at = (entered: string) =>
    edition.phases.find((change) => change.phase === entered)?.at ?? null;
  const { openList } = phaseHas(phase, "opens") ? await currentOpenList(id) : { openList: [] };
  const opened =
    openList.length === 0
      ? 0
      : await db().openedEnvelope.count({ where: { editionId: id, envelopeId: { in: openList } } });
  const has = (subject: string) => signatures.some((signature) => signature.subject === subject);
  return custodianTasks(
    code,
    {
      phase,
      checkedAt: custodian.checkedAt,
      lostAt: custodian.lostAt,
      announcedAt: at(phaseOf.announcement),
      closedAt: at(phaseOf.closing),
      enrolled: custodian.recipient !== null,
      tested: custodian.tested,
      manifest: edition.manifest !== null,
      root: edition.closing !== null,
      ranking: edition.ranking !== null,
      signed: { manifest: has("MANIFEST"), root: has("ROOT"), ranking: has("RANKING") },
      toOpen: custodian._count.shares < openList.length ? openList.length - opened : 0,
    },
    now(),
  );
}
