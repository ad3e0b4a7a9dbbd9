import {
  type MinutesRole,
  isSignedOff,
  type MinutesFacts,
  minutesFactsSchema,
  readsMinutes,
  signsAs,
  type SigningCapacity,
  whyNotSign,
} from "#app/domain/meetings/minutes.ts";
import { seenMinutes, type SeenMinutes } from "#app/domain/meetings/minutes-view.ts";
import { refuse } from "#app/domain/refusal.ts";
import { toHex } from "#app/sealing/bytes.ts";
import {
  db,
  type Edition,
  type MeetingMinutes,
  type MinutesSignature,
  type Tx,
} from "#app/platform/db.server.ts";
import { hiddenFrom } from "#app/queries/screening/hidden-proposals.server.ts";
import { holderOf } from "./meeting.server.ts";
import { chairConfirmed } from "#app/queries/ranking/visible-ranking.server.ts";

/** A signature with its name; `instead`: of an organiser, in the secretary's stead. */
export type SignatureView = {
  capacity: SigningCapacity;
  name: string;
  at: string;
  instead: boolean;
  withheld: number;
};
export type MinutesPage = SeenMinutes & {
  number: number;
  version: number;
  /** SHA-256 of the whole, in hexadecimal */
  hash: string;
  signatures: SignatureView[];
  signedOff: boolean;
  /** nothing of the edition is kept from this reader */
  whole: boolean;
  /** in which capacity this reader may sign now, or null */
  signsAs: SigningCapacity | null;
  /** of ranking.json, once frozen */
  commitment: string | null;
};

/**
 * As what this person reads the minutes of an edition; refuses not-found for everybody who does
 * not. The one door to them.
 */
export async function minutesReader(
  userId: string,
  edition: Pick<Edition, "id" | "phase">,
  tx: Tx = db(),
): Promise<MinutesRole> {
  const holder = await holderOf(userId, edition.id, tx);
  const confirmed = holder === "CHAIR" && (await chairConfirmed(userId, edition.id, tx));
  if (!readsMinutes({ phase: edition.phase, holder, confirmed })) throw refuse("not-found");
  return holder;
}

/** The minutes of a closed meeting as this person may read them; refuses not-found. */
export async function minutesPage(
  userId: string,
  edition: Edition,
  number: number,
): Promise<MinutesPage> {
  const holder = await minutesReader(userId, edition);
  const meeting = await db().meeting.findUnique({
    where: { editionId_number: { editionId: edition.id, number } },
    select: { id: true },
  });
  const stored = meeting && (await latestMinutes(meeting.id));
  if (!stored) throw refuse("not-found");
  const capacity = signsAs(holder, await hasSecretary(edition.id));
  const ranking = await db().ranking.findUnique({
    where: { editionId: edition.id },
    select: { commit: true },
  });
  const hidden = await hiddenNumbers(userId, edition.id);
  return {
    ...seenMinutes(stored.facts, hidden),
    whole: hidden.size === 0,
    number,
    version: stored.row.version,
    hash: toHex(stored.row.hash),
    signatures: await signatureViews(stored.signatures),
    signedOff: isSignedOff(stored.signatures),
    signsAs: whyNotSign({ actorId: userId, capacity }, stored.signatures) ? null : capacity,
    commitment: ranking ? toHex(ranking.commit) : null,
  };
}

/**
 * The canonical facts whose hash is signed, for whoever is kept from nothing; refuses not-found.
 */
export async function minutesJson(
  userId: string,
  edition: Edition,
  number: number,
): Promise<string> {
  await minutesReader(userId, edition);
  const meeting = await db().meeting.findUnique({
    where: { editionId_number: { editionId: edition.id, number } },
    select: { id: true },
  });
  const stored = meeting && (await latestMinutes(meeting.id));
  if (!stored || (await hiddenFrom(userId, edition.id)).size > 0) throw refuse("not-found");
  return stored.row.json;
}

/**
 * The version of a meeting's minutes that counts, with who signed it; null while the meeting is
 * open.
 */
export async function latestMinutes(
  meetingId: string,
  tx: Tx = db(),
): Promise<{ row: MeetingMinutes; facts: MinutesFacts; signatures: MinutesSignature[] } | null> {
  const stored = await tx.meetingMinutes.findFirst({
    where: { meetingId },
    orderBy: { version: "desc" },
    include: { signatures: { orderBy: { capacity: "asc" } } },
  });
  if (!stored) return null;
  const { signatures, ...row } = stored;
  return { row, signatures, facts: minutesFactsSchema.parse(JSON.parse(row.json)) };
}

/** The numbers of the proposals of which this person sees nothing. */
export async function hiddenNumbers(
  userId: string,
  editionId: string,
  tx: Tx = db(),
): Promise<ReadonlySet<number>> {
  const rows = await tx.proposal.findMany({
    where: { id: { in: [...(await hiddenFrom(userId, editionId, tx))] } },
    select: { publicNo: true },
  });
  return new Set(rows.flatMap(({ publicNo }) => publicNo ?? []));
}

export async function hasSecretary(editionId: string, tx: Tx = db()): Promise<boolean> {
  return (await tx.role.count({ where: { editionId, kind: "SECRETARY" } })) > 0;
}

/** Signatures with the names of who gave them. */
export async function signatureViews(
  signatures: readonly MinutesSignature[],
  tx: Tx = db(),
): Promise<SignatureView[]> {
  const people = await tx.user.findMany({
    where: { id: { in: signatures.map(({ actorId }) => actorId) } },
    select: { id: true, name: true, surname: true },
  });
  return signatures.map(({ capacity, actorId, at, instead, withheld }) => ({
    capacity,
    instead,
    withheld,
    at: at.toISOString(),
    name: people
      .filter(({ id }) => id === actorId)
      .map(({ name, surname }) => `${name} ${surname}`)
      .join(""),
  }));
}

/** The minutes that both signed, in the order of the meetings. */
export async function signedMinutes(
  editionId: string,
  tx: Tx,
): Promise<
  { facts: MinutesFacts; signed: { version: number; hash: string; signatures: SignatureView[] } }[]
> {
  const meetings = await tx.meeting.findMany({
    where: { editionId },
    select: { id: true },
    orderBy: { number: "asc" },
  });
  const signed = [];
  for (const { id } of meetings) {
    const stored = await latestMinutes(id, tx);
    if (stored && isSignedOff(stored.signatures))
      signed.push({
        facts: stored.facts,
        signed: {
          version: stored.row.version,
          hash: toHex(stored.row.hash),
          signatures: await signatureViews(stored.signatures, tx),
        },
      });
  }
  return signed;
}

/** The meetings whose minutes two people have not signed yet, by number; open ones among them. */
export async function unsignedMeetings(editionId: string, tx: Tx = db()): Promise<number[]> {
  const meetings = await tx.meeting.findMany({
    where: { editionId },
    select: {
      number: true,
      minutes: {
        orderBy: { version: "desc" },
        take: 1,
        select: { signatures: { select: { capacity: true, actorId: true } } },
      },
    },
    orderBy: { number: "asc" },
  });
  return meetings
    .filter(({ minutes: [last] }) => !last || !isSignedOff(last.signatures))
    .map(({ number }) => number);
}
