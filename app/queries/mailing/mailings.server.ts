import type { Localised } from "#app/domain/locale.ts";
import { localised } from "#app/domain/localised.ts";
import {
  type Audience,
  dueOf,
  fewestReached,
  hasMoment,
  type MailingFacts,
  mailings,
  type Moment,
  type MomentDates,
  moments,
  takesUnits,
  waitsForRelease,
  whyNotRelease,
} from "#app/domain/mailing/mailing.ts";
import { refuse, type RefusalCode } from "#app/domain/refusal.ts";
import { now } from "#app/platform/clock.server.ts";
import { db, type Edition, type Tx } from "#app/platform/db.server.ts";
import { mailTries } from "#app/platform/mail/outbox.server.ts";
import { countInUnits, countRecipients, unitsOf } from "./mail-recipients.server.ts";

/**
 * What decides about the release of a moment's mail, besides the phase; and when it is to be
 * released by itself.
 */
export async function mailingFacts(
  tx: Tx,
  editionId: string,
  moment: Moment,
): Promise<Omit<MailingFacts, "phase"> & { sendAt: Date | null }> {
  const edition = await tx.edition.findUniqueOrThrow({
    where: { id: editionId },
    include: { mailings: { where: { moment } } },
  });
  const [row] = edition.mailings;
  return {
    now: now(),
    released: Boolean(row?.releasedAt),
    sendAt: row?.sendAt ?? null,
    tooFew: await areTooFew(editionId, row?.units ?? [], tx),
    vote: voteOf(edition),
  };
}

/** Whether these units, where there are any, have fewer people than a mail may be for. */
export async function areTooFew(
  editionId: string,
  units: readonly string[],
  tx: Tx,
): Promise<boolean> {
  return units.length > 0 && (await countInUnits(editionId, units, tx)) < fewestReached;
}

function voteOf({ employeesVote, voteStartsAt, voteEndsAt }: Edition): MailingFacts["vote"] {
  return employeesVote ? { startsAt: voteStartsAt, endsAt: voteEndsAt } : null;
}

export type MailCounts = { waiting: number; sent: number; failed: number };

/**
 * A moment's mail: when it is due, whom it reaches, and how far it is. `byItself`: no organiser
 * releases it.
 */
export type MailingView = {
  moment: Moment;
  audience: readonly Audience[];
  reminder: boolean;
  byItself: boolean;
  due: string | null;
  /** the units that it is limited to; none: it is for everybody */
  units: string[];
  /**
   * how many people it would reach now; limited to units, how many there are by the staff list,
   * whoever wants no reminders too
   */
  people: number;
  sendAt: string | null;
  releasedAt: string | null;
  /** why it cannot be released now */
  why: RefusalCode | null;
  /** all of it is in the outbox */
  written: boolean;
  /** null where it is limited to units: what is left out of a few people could be worked out */
  counts: MailCounts | null;
};

/** Every moment of an edition and its mail, in the order in which they come. */
export async function mailingList(edition: Edition): Promise<MailingView[]> {
  const dates = await datesOf(edition);
  const own = moments.filter((moment) => hasMoment(moment, edition));
  return Promise.all(own.map((moment) => viewOf(edition, moment, dates)));
}

/** The moments whose mail waits for an organiser now. */
export async function waitingMails(edition: Edition): Promise<Moment[]> {
  const dates = await datesOf(edition);
  const own = moments.filter(
    (moment) => mailings[moment].phases?.includes(edition.phase) && hasMoment(moment, edition),
  );
  const facts = await Promise.all(own.map((moment) => mailingFacts(db(), edition.id, moment)));
  return own.filter((moment, at) =>
    waitsForRelease(moment, {
      ...facts[at]!,
      phase: edition.phase,
      planned: facts[at]!.sendAt !== null,
      due: dueOf(moment, dates),
    }),
  );
}

async function viewOf(edition: Edition, moment: Moment, dates: MomentDates): Promise<MailingView> {
  const { audience, reminder, phases } = mailings[moment];
  const row = await db().mailing.findUnique({
    where: { editionId_moment: { editionId: edition.id, moment } },
  });
  const units = row?.units ?? [];
  const facts = await mailingFacts(db(), edition.id, moment);
  return {
    moment,
    audience,
    reminder,
    byItself: phases === null,
    due: dueOf(moment, dates)?.toISOString() ?? null,
    units,
    people:
      units.length > 0
        ? await countInUnits(edition.id, units)
        : await countRecipients(edition.id, moment),
    sendAt: row?.sendAt?.toISOString() ?? null,
    releasedAt: row?.releasedAt?.toISOString() ?? null,
    why: whyNotRelease(moment, { ...facts, phase: edition.phase }),
    written: Boolean(row?.writtenAt),
    counts: units.length > 0 ? null : await countsOf(edition.id, moment),
  };
}

async function datesOf({ id, opensAt, closesAt, voteStartsAt }: Edition): Promise<MomentDates> {
  const entered = await db().phaseChange.findMany({
    where: { editionId: id },
    select: { phase: true, at: true },
  });
  const planned = await db().publicationDate.findUnique({
    where: { editionId: id },
    select: { at: true },
  });
  return {
    opensAt,
    closesAt,
    voteStartsAt,
    publication: planned?.at ?? null,
    entered: Object.fromEntries(entered.map(({ phase, at }) => [phase, at])),
  };
}

async function countsOf(editionId: string, moment: Moment): Promise<MailCounts> {
  const of = (where: object) => db().outboxMail.count({ where: { editionId, moment, ...where } });
  const [sent, failed, waiting] = await Promise.all([
    of({ sentAt: { not: null } }),
    of({ sentAt: null, attempts: { gte: mailTries } }),
    of({ sentAt: null, attempts: { lt: mailTries } }),
  ]);
  return { sent, failed, waiting };
}

/**
 * One of them, with what organisers wrote into it and the units it may be limited to. Refuses
 * not-found.
 */
export async function mailingPage(
  edition: Edition,
  moment: Moment,
): Promise<MailingView & { own: Localised; choice: { unit: string; people: number }[] }> {
  if (!hasMoment(moment, edition)) throw refuse("not-found");
  return {
    ...(await viewOf(edition, moment, await datesOf(edition))),
    own: await ownParagraphsOf(edition.id, moment),
    choice: takesUnits(moment) ? await unitsOf(edition.id) : [],
  };
}

/** The organisers' own paragraph of a moment's mail. */
export async function ownParagraphsOf(
  editionId: string,
  moment: Moment,
  tx: Tx = db(),
): Promise<Localised> {
  const row = await tx.mailing.findUnique({
    where: { editionId_moment: { editionId, moment } },
    select: { own: true },
  });
  return localised.parse(row?.own ?? {});
}
