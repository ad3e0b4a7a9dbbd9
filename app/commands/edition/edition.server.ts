import { firstPhase, phaseHas, phasesWith } from "#app/domain/phase.ts";
import { instantOf } from "#app/domain/date-form.ts";
import {
  type FormSettingName,
  formSettingNames,
  formSettings,
} from "#app/domain/edition/setting-table.ts";
import {
  editionSettings,
  type EditionTexts,
  type SettingName,
  settingNames,
  type Settings,
} from "#app/domain/edition/settings.ts";
import { eachLocale } from "#app/domain/each-locale.ts";
import { refuse } from "#app/domain/refusal.ts";
import { audit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { db, type Edition, isDuplicate, type Prisma, type Tx } from "#app/platform/db.server.ts";
import { newEditionKeys } from "#app/platform/issuer.server.ts";
import { rememberRole } from "#app/commands/people/former-role.server.ts";
import { syncVoteKey } from "#app/commands/vote/employees-vote.server.ts";
import { refreshManifest } from "#app/commands/opening/manifest.server.ts";
import { whyMayHaveProposed } from "#app/commands/passes/pass-return.server.ts";
import { lockPerson } from "#app/commands/people/person-lock.server.ts";
import { lockPhaseExclusive } from "./phase-lock.server.ts";

/**
 * Creates an edition, from scratch or as a copy of an earlier one; whoever creates it organises it.
 * A copy takes rules (vote and budget among them), texts, categories and criteria; never keys,
 * manifest, roles, dates or demonstration data. Refuses duplicate.
 */
export async function createEdition(
  actorId: string,
  input: { code: string; name: string; copyFrom?: string | undefined },
): Promise<Edition> {
  const keys = newEditionKeys();
  try {
    return await db().$transaction(async (tx) => {
      const source = input.copyFrom
        ? await tx.edition.findUnique({ where: { id: input.copyFrom } })
        : null;
      const parts = source
        ? await tx.edition.findUniqueOrThrow({
            where: { id: source.id },
            select: { categories: true, criteria: true },
          })
        : { categories: [], criteria: [] };
      if (input.copyFrom && !source) throw refuse("not-found");
      const edition = await tx.edition.create({
        data: {
          code: input.code,
          ...(source ? copiedRules(source) : {}),
          texts: renamed(source?.texts, input.name),
          keys: { create: keys },
          phases: { create: { phase: firstPhase, at: now(), actorId } },
          roles: { create: { userId: actorId, kind: "ORGANISER" } },
          categories: {
            create: parts.categories.map(({ key, position, colour, name, description }) => ({
              key,
              position,
              colour,
              name: name ?? {},
              description: description ?? {},
            })),
          },
          criteria: {
            create: parts.criteria.map(
              ({ key, position, weight, maxScore, name, description, anchors }) => ({
                key,
                position,
                weight,
                maxScore,
                name: name ?? {},
                description: description ?? {},
                anchors: anchors ?? {},
              }),
            ),
          },
        },
      });
      await syncVoteKey(tx, edition.id);
      await audit(tx, {
        actorId,
        action: "edition.created",
        editionId: edition.id,
        objectId: edition.code,
        detail: source ? { copiedFrom: source.code } : {},
      });
      return edition;
    });
  } catch (error) {
    if (isDuplicate(error)) throw refuse("duplicate", { field: "code" });
    throw error;
  }
}

/** The settings that a copy has too. */
function copiedRules(edition: Edition): Partial<Pick<Edition, SettingName>> {
  return Object.fromEntries(
    settingNames
      .filter((name) => editionSettings[name].copied)
      .map((name) => [name, edition[name]]),
  );
}

function renamed(texts: unknown, name: string): Prisma.InputJsonObject {
  const source = (texts ?? {}) as Record<string, object>;
  return { ...source, ...eachLocale((locale) => ({ ...source[locale], name })) };
}

/** Saves the settings, in preparation only: after the announcement people rely on them. */
export async function saveSettings(
  actorId: string,
  editionId: string,
  settings: Settings,
): Promise<void> {
  await change(actorId, editionId, "edition.settings", async (tx) => {
    await tx.edition.update({ where: { id: editionId }, data: columnsOf(settings) });
    await syncVoteKey(tx, editionId);
    await refreshManifest(tx, editionId);
  });
}

/** Settings as the database keeps them: moments for wall-clock times, null for nothing. */
function columnsOf(settings: Settings) {
  const kept = (name: FormSettingName) => {
    const value = settings[name];
    if (formSettings[name].field !== "moment") return value ?? null;
    return typeof value === "string" ? instantOf(value, settings.timeZone) : null;
  };
  return Object.fromEntries(formSettingNames.map((name) => [name, kept(name)])) as Pick<
    Edition,
    FormSettingName
  >;
}

/** Opens below the floor of activated employees, with a reason everybody can read. */
export async function allowOpeningBelowFloor(
  actorId: string,
  editionId: string,
  reason: string,
): Promise<void> {
  await db().$transaction(async (tx) => {
    const { count } = await tx.edition.updateMany({
      where: { id: editionId, phase: { in: phasesWith("awaitsOpening") } },
      data: { openBelowReason: reason },
    });
    if (count === 0) throw refuse("wrong-phase");
    await audit(tx, {
      actorId,
      action: "edition.opens-below-floor",
      editionId,
      detail: { reason },
    });
  });
}

export async function saveTexts(
  actorId: string,
  editionId: string,
  texts: EditionTexts,
): Promise<void> {
  await change(actorId, editionId, "edition.texts", (tx) =>
    tx.edition.update({ where: { id: editionId }, data: { texts } }),
  );
}

type CategoryInput = {
  key: string;
  position: number;
  colour: string;
  name: Prisma.InputJsonObject;
  description: Prisma.InputJsonObject;
};

/** Adds a category or, with `id`, changes it. Refuses duplicate keys. */
export async function saveCategory(
  actorId: string,
  editionId: string,
  input: CategoryInput,
  id?: string,
): Promise<void> {
  await change(actorId, editionId, "edition.categories", async (tx) => {
    if (id) await tx.category.updateMany({ where: { id, editionId }, data: input });
    else await tx.category.create({ data: { editionId, ...input } });
  });
}

export async function removeCategory(
  actorId: string,
  editionId: string,
  id: string,
): Promise<void> {
  await change(actorId, editionId, "edition.categories", (tx) =>
    tx.category.deleteMany({ where: { id, editionId } }),
  );
}

type CriterionInput = CategoryInput & {
  weight: number;
  maxScore: number;
  anchors: Prisma.InputJsonObject;
};

/** Adds a criterion or, with `id`, changes it. Refuses duplicate keys. */
export async function saveCriterion(
  actorId: string,
  editionId: string,
  input: Omit<CriterionInput, "colour">,
  id?: string,
): Promise<void> {
  await change(actorId, editionId, "edition.criteria", async (tx) => {
    if (id) await tx.criterion.updateMany({ where: { id, editionId }, data: input });
    else await tx.criterion.create({ data: { editionId, ...input } });
  });
}

export async function removeCriterion(
  actorId: string,
  editionId: string,
  id: string,
): Promise<void> {
  await change(actorId, editionId, "edition.criteria", (tx) =>
    tx.criterion.deleteMany({ where: { id, editionId } }),
  );
}

/** One change of the rules: only in preparation, with one audit row, all or nothing. */
async function change(
  actorId: string,
  editionId: string,
  action: string,
  act: (tx: Tx) => Promise<unknown>,
): Promise<void> {
  try {
    await db().$transaction(async (tx) => {
      if (!phaseHas(await lockPhaseExclusive(tx, editionId), "rulesEditable"))
        throw refuse("wrong-phase");
      await act(tx);
      await audit(tx, { actorId, action, editionId });
    });
  } catch (error) {
    if (isDuplicate(error)) throw refuse("duplicate", { field: "key" });
    throw error;
  }
}

/**
 * Makes a person organiser of an edition. Refuses not-found, holds-other-role, and holds-pass where
 * passes were issued and not handed in.
 */
export async function addOrganiser(
  actorId: string,
  editionId: string,
  email: string,
): Promise<void> {
  await db().$transaction(async (tx) => {
    await lockPhaseExclusive(tx, editionId); // custodians get their role under this lock
    const person = await tx.user.findUnique({
      where: { email: email.trim().toLowerCase() },
      select: { id: true },
    });
    if (!person) throw refuse("unknown-person", { field: "email" });
    await lockPerson(tx, person.id);
    const { active, roles } = await tx.user.findUniqueOrThrow({
      where: { id: person.id },
      include: { roles: { where: { editionId } } },
    });
    if (!active) throw refuse("unknown-person", { field: "email" });
    if (roles.some(({ kind }) => kind === "ORGANISER")) return;
    if (roles.length > 0) throw refuse("holds-other-role", { field: "email" });
    const why = await whyMayHaveProposed(tx, editionId, person.id);
    if (why) throw refuse(why, { field: "email" });
    await tx.role.create({ data: { editionId, userId: person.id, kind: "ORGANISER" } });
    await audit(tx, {
      actorId,
      action: "organiser.added",
      editionId,
      detail: { userId: person.id },
    });
  });
}

/** Takes the organiser's role from a person, who had it all the same. The last one stays. */
export async function removeOrganiser(
  actorId: string,
  editionId: string,
  userId: string,
): Promise<void> {
  await db().$transaction(async (tx) => {
    const phase = await lockPhaseExclusive(tx, editionId);
    if ((await tx.role.count({ where: { editionId, kind: "ORGANISER" } })) <= 1)
      throw refuse("in-use");
    const { count } = await tx.role.deleteMany({ where: { editionId, userId, kind: "ORGANISER" } });
    if (count > 0) await rememberRole(tx, phase, { editionId, userId, kind: "ORGANISER" });
    await audit(tx, { actorId, action: "organiser.removed", editionId, detail: { userId } });
  });
}
