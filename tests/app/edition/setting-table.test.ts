import "#tests/support/database.ts";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { createEdition } from "#app/commands/edition/edition.server.ts";
import { refreshManifest } from "#app/commands/opening/manifest.server.ts";
import { syncVoteKey } from "#app/commands/vote/employees-vote.server.ts";
import {
  editionSettings,
  notSettings,
  type SettingName,
  settingNames,
} from "#app/domain/edition/settings.ts";
import { hasReached, type Phase, phaseOf, phases } from "#app/domain/phase.ts";
import { db, Prisma, type Tx } from "#app/platform/db.server.ts";
import { settingsDocument } from "#cli/build/settings-document.ts";
import { employee, preparedEdition } from "#tests/factories/sealed-edition.ts";
import { otherThanUsual } from "#tests/support/other-value.ts";
import { asOwner } from "#tests/support/owner.ts";

// What the table of settings says is what the database has and does.

/** What `act` answers, of which nothing is kept; "refused" where the database refuses it. */
async function trying<T>(act: (tx: Tx) => Promise<T>): Promise<T | "refused"> {
  const undone = new Error("undone");
  let answer: T | "refused" = "refused";
  try {
    await db().$transaction(async (tx) => {
      answer = await act(tx);
      throw undone;
    });
  } catch (error) {
    if (error !== undone && !String(error).includes("locked: ")) throw error;
  }
  return answer;
}

/** Gives an edition another value of one setting. */
async function change(tx: Tx, id: string, name: SettingName): Promise<"changed"> {
  await tx.edition.update({ where: { id }, data: { [name]: otherThanUsual(name) } });
  return "changed";
}

test("every column of an edition is a setting or said to be none", () => {
  expect([...settingNames, ...Object.keys(notSettings)].sort()).toEqual(
    Object.keys(Prisma.EditionScalarFieldEnum).sort(),
  );
});

test("a new edition has what the table says", async () => {
  const { id } = await employee();
  const fresh = await createEdition(id, { code: "nuova", name: "Nuova" });
  expect(Object.fromEntries(settingNames.map((name) => [name, fresh[name]]))).toEqual(
    Object.fromEntries(settingNames.map((name) => [name, editionSettings[name].usual])),
  );
});

test("a copy takes the settings that are copied, and gives the others their usual value", async () => {
  const { edition, organiser } = await preparedEdition();
  await asOwner((tx) =>
    tx.edition.update({
      where: { id: edition.id },
      data: Object.fromEntries(settingNames.map((name) => [name, otherThanUsual(name)])),
    }),
  );
  const copy = await createEdition(organiser.id, {
    code: "copia",
    name: "Copia",
    copyFrom: edition.id,
  });
  expect(Object.fromEntries(settingNames.map((name) => [name, copy[name]]))).toEqual(
    Object.fromEntries(
      settingNames.map((name) => {
        const { copied, usual } = editionSettings[name];
        return [name, copied ? otherThanUsual(name) : usual];
      }),
    ),
  );
  expect(settingNames.filter((name) => !editionSettings[name].copied)).toEqual([
    "opensAt",
    "closesAt",
    "voteStartsAt",
    "voteEndsAt",
  ]);
  expect(copy).toMatchObject({ phase: "preparation", demo: false, openBelowReason: null });
  expect(await db().voteKey.count({ where: { editionId: copy.id } })).toBe(1);
});

test("the database refuses a change of a setting from the phase on that the table names", async () => {
  const { edition } = await preparedEdition();
  const refused: Partial<Record<SettingName, Phase[]>> = {};
  for (const phase of phases) {
    await asOwner((tx) => tx.edition.update({ where: { id: edition.id }, data: { phase } }));
    for (const name of settingNames)
      if ((await trying((tx) => change(tx, edition.id, name))) === "refused")
        (refused[name] ??= []).push(phase);
  }
  expect(refused).toEqual(
    Object.fromEntries(
      settingNames.flatMap((name) => {
        const { lockedFrom } = editionSettings[name];
        if (!lockedFrom) return [];
        return [[name, phases.filter((phase) => hasReached(phase, phaseOf[lockedFrom]))]];
      }),
    ),
  );
});

test("those settings change the manifest of which the table says so", async () => {
  const { edition } = await preparedEdition();
  const manifestOf = async (tx: Tx) =>
    (await tx.manifest.findUnique({ where: { editionId: edition.id } }))?.json;
  const before = await db().$transaction(manifestOf);
  expect(before).toBeDefined();
  const changing = [];
  for (const name of settingNames) {
    const after = await trying(async (tx) => {
      await change(tx, edition.id, name);
      await syncVoteKey(tx, edition.id);
      await refreshManifest(tx, edition.id);
      return manifestOf(tx);
    });
    if (after !== before) changing.push(name);
  }
  expect(changing).toEqual(settingNames.filter((name) => editionSettings[name].inManifest));
});

test("docs/settings.md is what npm run settings-document writes", () => {
  expect(readFileSync("docs/settings.md", "utf8")).toBe(settingsDocument());
});
