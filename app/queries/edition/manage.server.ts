import { cautions, whyNot } from "#app/domain/edition/guards.ts";
import { type EnteredPhase, nextPhase, type Phase } from "#app/domain/phase.ts";
import { lacksToExcept } from "#app/domain/jury/promise.ts";
import { isCaredFor, type KeyView } from "#app/domain/opening/key-care.ts";
import { type FormSettingName, formSettingNames } from "#app/domain/edition/setting-table.ts";
import { textsSchema } from "#app/domain/edition/settings.ts";
import { localTimeOf } from "#app/domain/local-time.ts";
import { localised } from "#app/domain/localised.ts";
import { mailsOnEntering, type Moment } from "#app/domain/mailing/mailing.ts";
import type { Reason } from "#app/domain/refusal.ts";
import { z } from "zod";
import { db, type Edition } from "#app/platform/db.server.ts";
import { editionFacts } from "./edition-facts.server.ts";
import { depositTotal } from "#app/queries/statistics/statistics.server.ts";

/**
 * The overview of an edition: where it stands, what blocks the next step, and the figures organisers may
 * see.
 */
export type EditionOverview = {
  phase: Phase;
  passed: { phase: Phase; at: string; by: string | null }[];
  next: Phase | null;
  blocked: Reason[];
  /** what does not block, but should be looked at first */
  cautions: Reason[];
  /** what blocks of the jury's rules, and may be let go with a public reason */
  exceptable: Reason[];
  /** the custodians' keys, while they are cared for */
  keys: { count: number; quorum: number; keys: KeyView[] } | null;
  figures: { eligible: number; activated: number; floor: number; proposals: number | null };
};

/**
 * The overview of an edition. Until closing, organisers see no number of proposals but the total as of
 * last midnight.
 */
export async function editionOverview(editionId: string): Promise<EditionOverview> {
  const facts = await editionFacts(editionId);
  const changes = await db().phaseChange.findMany({ where: { editionId } });
  const people = await db().user.findMany({
    where: { id: { in: changes.flatMap(({ actorId }) => actorId ?? []) } },
    select: { id: true, name: true, surname: true },
  });
  const nameOf = (id: string | null) =>
    people
      .filter((person) => person.id === id)
      .map(({ name, surname }) => `${name} ${surname}`)[0] ?? null;
  const next = nextPhase(facts.phase);
  const closing = await db().closing.findUnique({
    where: { editionId },
    select: { eligible: true, activated: true },
  });
  return {
    phase: facts.phase,
    passed: changes.map(({ phase, at, actorId }) => ({
      phase,
      at: at.toISOString(),
      by: nameOf(actorId),
    })),
    next,
    blocked: next ? whyNot(next, facts) : [],
    cautions: cautions(next, facts),
    exceptable: lacksToExcept(next, facts, facts.juryExceptions),
    keys: isCaredFor(facts.phase) ? await keysOf(editionId, facts.quorum) : null,
    figures: {
      eligible: closing?.eligible ?? facts.eligible,
      activated: closing?.activated ?? facts.activated,
      floor: facts.floor,
      proposals: closing ? facts.proposals : ((await depositTotal(editionId))?.count ?? null),
    },
  };
}

/**
 * The phase that comes next, what keeps it and should be looked at first, and the mails that can be
 * sent once it has begun; null after the last.
 */
export async function phaseToBegin(edition: Edition): Promise<{
  next: EnteredPhase;
  blocked: Reason[];
  cautions: Reason[];
  exceptable: Reason[];
  mails: Moment[];
} | null> {
  const facts = await editionFacts(edition.id);
  const next = nextPhase(facts.phase);
  if (!next) return null;
  return {
    next,
    blocked: whyNot(next, facts),
    cautions: cautions(next, facts),
    exceptable: lacksToExcept(next, facts, facts.juryExceptions),
    mails: mailsOnEntering(next),
  };
}

async function keysOf(
  editionId: string,
  quorum: number,
): Promise<NonNullable<EditionOverview["keys"]>> {
  const rows = await db().custodian.findMany({
    where: { editionId },
    select: { position: true, lostAt: true, checkFaults: true, checkForeign: true },
    orderBy: { position: "asc" },
  });
  return {
    count: rows.length,
    quorum,
    keys: rows.map(({ lostAt, ...key }) => ({ ...key, lostAt: lostAt?.toISOString() ?? null })),
  };
}

type Shown<Value> = Value extends Date ? string : Value extends null ? undefined : Value;

/** The settings as the form shows them: dates in the edition's own time. */
export function settingsOf(edition: Edition) {
  const shown = (value: Edition[FormSettingName]) =>
    value instanceof Date ? localTimeOf(value, edition.timeZone) : (value ?? undefined);
  return Object.fromEntries(formSettingNames.map((name) => [name, shown(edition[name])])) as {
    [Name in FormSettingName]: Shown<Edition[Name]>;
  };
}

export function textsOf(edition: Edition) {
  return textsSchema.parse(edition.texts);
}

/** An edition's categories in order. */
export async function editableCategories(editionId: string) {
  const rows = await db().category.findMany({ where: { editionId }, orderBy: { position: "asc" } });
  return rows.map(({ id, key, position, colour, name, description }) => ({
    id,
    key,
    position,
    colour,
    name: localised.parse(name),
    description: localised.parse(description),
  }));
}

const anchorsSchema = z.record(z.string(), localised);

/** An edition's criteria in order. */
export async function editableCriteria(editionId: string) {
  const rows = await db().criterion.findMany({
    where: { editionId },
    orderBy: { position: "asc" },
  });
  return rows.map(({ id, key, position, weight, maxScore, name, description, anchors }) => ({
    id,
    key,
    position,
    weight,
    maxScore,
    name: localised.parse(name),
    description: localised.parse(description),
    anchors: anchorsSchema.parse(anchors),
  }));
}

/** People who may be named custodian, found by name, address or staff number. */
export async function findPeople(search: string) {
  const like = { contains: search.trim(), mode: "insensitive" as const };
  if (search.trim().length < 2) return [];
  return db().user.findMany({
    where: {
      active: true,
      OR: [{ name: like }, { surname: like }, { email: like }, { staffNumber: search.trim() }],
    },
    select: { id: true, name: true, surname: true, email: true, unit: true },
    orderBy: [{ surname: "asc" }, { name: "asc" }],
    take: 20,
  });
}

/** All editions for the administrator, newest first, with their organisers. */
export async function editionsForAdministrator() {
  const rows = await db().edition.findMany({
    orderBy: { createdAt: "desc" },
    include: { roles: { where: { kind: "ORGANISER" }, include: { user: true } } },
  });
  return rows.map(({ id, code, phase, roles }) => ({
    id,
    code,
    phase,
    organisers: roles.map(({ user }) => ({
      id: user.id,
      name: `${user.name} ${user.surname}`,
      email: user.email,
    })),
  }));
}
