import "#tests/support/database.ts";
import { expect, test } from "vitest";
import { createEdition } from "#app/commands/edition/edition.server.ts";
import { db, type Edition, Prisma } from "#app/platform/db.server.ts";
import { preparedEdition } from "#tests/factories/sealed-edition.ts";
import { asOwner } from "#tests/support/owner.ts";

type Column = keyof Edition;

/**
 * What a copy does not take: its name, dates, where it stands, and what was decided of one edition
 * alone.
 */
const begunAgain: Column[] = [
  "id",
  "code",
  "phase",
  "demo",
  "texts",
  "createdAt",
  "opensAt",
  "closesAt",
  "voteStartsAt",
  "voteEndsAt",
  "conflictsUntil",
  "openBelowReason",
];

/** Every other column of an edition, each with a value that is not the one it begins with. */
const settings = {
  timeZone: "Europe/Vienna",
  languages: ["it"],
  graceMinutes: 11,
  objectionMinutes: 12,
  answerMinutes: 13,
  contestMinutes: 14,
  activationFloor: 15,
  passesPerPerson: 3,
  furtherBrowsers: 1,
  quorum: 2,
  custodianCount: 3,
  reserveDepth: 4,
  minCategories: 2,
  maxCategories: 4,
  jurorsPerProposal: 6,
  minInternal: 2,
  minExternal: 3,
  rankingMethod: "additive",
  tieLadder: ["vote", "shared"],
  minimumScore: 60.5,
  publishedDepth: 7,
  maxTeam: 5,
  asksAuthor: true,
  sealedConflicts: true,
  juryAfterClosing: true,
  jurySecretary: true,
  juryOdd: true,
  secretVotes: true,
  publishesMinutes: true,
  juryInternalShare: 20,
  juryExternalShare: 30,
  jurorAnswerDays: 8,
  remindAnswerBefore: 3,
  remindAnswerAfter: 4,
  scoringDays: 22,
  remindScoringBefore: 6,
  remindScoringAfter: 3,
  asksPreferences: true,
  secondRoundJurors: 2,
  shortlistScore: 55.5,
  shortlistSize: 9,
  maxPrizes: 2,
  leftovers: "next",
  unclaimed: "next",
  budgetCents: 500_000,
  publicMoneyCents: 100_000,
  employeesVote: true,
  voteTie: "rank",
  retentionDays: 90,
} satisfies Prisma.EditionUncheckedUpdateInput;

test("a copied edition keeps every setting, and each column of an edition is decided on", async () => {
  const { edition, organiser } = await preparedEdition();
  const fresh = await createEdition(organiser.id, { code: "nuova", name: "Nuova" });
  const source = await asOwner((tx) =>
    tx.edition.update({ where: { id: edition.id }, data: settings }),
  );
  const copy = await createEdition(organiser.id, {
    code: "copia",
    name: "Copia",
    copyFrom: source.id,
  });
  expect(copy).toMatchObject(settings);
  expect(
    Object.keys(settings).filter(
      (column) =>
        JSON.stringify(fresh[column as Column]) === JSON.stringify(copy[column as Column]),
    ),
  ).toEqual([]);
  expect([...Object.keys(settings), ...begunAgain].sort()).toEqual(
    Object.keys(Prisma.EditionScalarFieldEnum).sort(),
  );
  expect(copy).toMatchObject({
    phase: "preparation",
    demo: false,
    opensAt: null,
    closesAt: null,
    openBelowReason: null,
  });
  expect(await db().voteKey.count({ where: { editionId: copy.id } })).toBe(1);
});
