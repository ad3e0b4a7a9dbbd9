import type { z } from "zod";
import {
  type correctionFormSchema,
  isSignedOff,
  type MinutesFacts,
  type remarkFormSchema,
  signsAs,
  whyNotSign,
  withCorrection,
  withRemark,
} from "#app/domain/meetings/minutes.ts";
import { refuse } from "#app/domain/refusal.ts";
import {
  hasSecretary,
  hiddenNumbers,
  latestMinutes,
  minutesReader,
} from "#app/queries/meetings/meeting-minutes.server.ts";
import { meetingFacts } from "#app/queries/meetings/minutes-facts.server.ts";
import { canonical, hash, toHex } from "#app/sealing/bytes.ts";
import { audit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import type { Tx } from "#app/platform/db.server.ts";
import { db } from "#app/platform/db.server.ts";
import { lockPhaseExclusive } from "#app/commands/edition/phase-lock.server.ts";

// Minutes are fixed when a meeting is closed and signed by chair and secretary. Until both have, a
// remark or a note put right makes a new version, which nobody has signed yet.

type At = { userId: string; edition: { id: string }; number: number };

/** Fixes the minutes of a meeting as it is closed, in the transaction that closes it. */
export async function fixMinutes(
  tx: Tx,
  by: { userId: string; editionId: string },
  meetingId: string,
  closedAt: Date,
): Promise<void> {
  const edition = await tx.edition.findUniqueOrThrow({ where: { id: by.editionId } });
  const facts = await meetingFacts(tx, edition, {
    meetingId,
    closedAt,
    closedBy: await nameOf(tx, by.userId),
  });
  await addVersion(tx, { meetingId, version: 1, facts, actorId: by.userId });
}

/**
 * Adds a remark at the end. Refuses stale when another version is there, too-late once both signed,
 * not-found.
 */
export async function addRemark(
  at: At,
  { text, hash: seen }: z.output<typeof remarkFormSchema>,
): Promise<void> {
  await changing(at, seen, "minutes.remarked", async (facts, by) =>
    withRemark(facts, { ...by, text }),
  );
}

/**
 * Puts another note on a proposal of the agenda, with a reason. Refuses as `addRemark`, and
 * not-found for a proposal the person is in conflict with.
 */
export async function correctNote(
  at: At,
  { publicNo, note, reason, hash: seen }: z.output<typeof correctionFormSchema>,
): Promise<void> {
  await changing(at, seen, "minutes.corrected", async (facts, by, tx) => {
    const hidden = await hiddenNumbers(at.userId, at.edition.id, tx);
    const corrected = hidden.has(publicNo)
      ? null
      : withCorrection(facts, publicNo, note, { ...by, reason });
    if (!corrected) throw refuse("not-found", { field: "publicNo" });
    return corrected;
  });
}

/**
 * Signs the minutes off as they were seen, as chair or as secretary; an organiser in the
 * secretary's stead where there is none. Whoever is in conflict with an item signs the whole by its
 * hash. Refuses stale, duplicate, too-late, holds-other-role (the other signature is the same
 * person's), not-found.
 */
export async function signMinutes(at: At, seen: string): Promise<void> {
  await locked(at, async (tx, { stored, holder, meetingId }) => {
    const capacity = signsAs(holder, await hasSecretary(at.edition.id, tx));
    const why = whyNotSign({ actorId: at.userId, capacity }, stored.signatures);
    if (why || capacity === null) throw refuse(why ?? "not-allowed");
    if (toHex(stored.row.hash) !== seen) throw refuse("stale");
    const hidden = await hiddenNumbers(at.userId, at.edition.id, tx);
    const withheld = stored.facts.items.filter(({ no }) => hidden.has(no)).length;
    const { version } = stored.row;
    await tx.minutesSignature.create({
      data: {
        meetingId,
        version,
        capacity,
        actorId: at.userId,
        instead: holder === "ORGANISER",
        withheld,
        at: now(),
      },
    });
    await audit(tx, {
      actorId: at.userId,
      action: "minutes.signed",
      editionId: at.edition.id,
      objectId: String(at.number),
      detail: { capacity, version, hash: seen },
    });
  });
}

type Stored = {
  stored: NonNullable<Awaited<ReturnType<typeof latestMinutes>>>;
  holder: Awaited<ReturnType<typeof minutesReader>>;
  meetingId: string;
};

async function changing(
  at: At,
  seen: string,
  action: string,
  change: (facts: MinutesFacts, by: { at: string; name: string }, tx: Tx) => Promise<MinutesFacts>,
): Promise<void> {
  await locked(at, async (tx, { stored, meetingId }) => {
    if (isSignedOff(stored.signatures)) throw refuse("too-late");
    if (toHex(stored.row.hash) !== seen) throw refuse("stale");
    const facts = await change(
      stored.facts,
      { at: now().toISOString(), name: await nameOf(tx, at.userId) },
      tx,
    );
    const version = stored.row.version + 1;
    await addVersion(tx, { meetingId, version, facts, actorId: at.userId });
    await audit(tx, {
      actorId: at.userId,
      action,
      editionId: at.edition.id,
      objectId: String(at.number),
      detail: { version },
    });
  });
}

/** One act at a time on the minutes of a closed meeting, by who reads them. */
async function locked(
  { userId, edition: { id: editionId }, number }: At,
  act: (tx: Tx, found: Stored) => Promise<void>,
): Promise<void> {
  await db().$transaction(async (tx) => {
    const phase = await lockPhaseExclusive(tx, editionId);
    const holder = await minutesReader(userId, { id: editionId, phase }, tx);
    const meeting = await tx.meeting.findUnique({
      where: { editionId_number: { editionId, number } },
      select: { id: true },
    });
    const stored = meeting && (await latestMinutes(meeting.id, tx));
    if (!stored) throw refuse("not-found");
    await act(tx, { stored, holder, meetingId: meeting.id });
  });
}

async function addVersion(
  tx: Tx,
  {
    meetingId,
    version,
    facts,
    actorId,
  }: { meetingId: string; version: number; facts: MinutesFacts; actorId: string },
): Promise<void> {
  const json = canonical(facts);
  await tx.meetingMinutes.create({
    data: { meetingId, version, json, hash: new Uint8Array(hash(json)), actorId, at: now() },
  });
}

async function nameOf(tx: Tx, userId: string): Promise<string> {
  const { name, surname } = await tx.user.findUniqueOrThrow({
    where: { id: userId },
    select: { name: true, surname: true },
  });
  return `${name} ${surname}`;
}
