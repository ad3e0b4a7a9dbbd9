import "#tests/support/database.ts";
import { afterEach, expect, test, vi } from "vitest";
import { countPassesNightly } from "#app/commands/passes/pass-count.server.ts";
import { enterDuePhases, enterPhase } from "#app/commands/edition/phase.server.ts";
import { db } from "#app/platform/db.server.ts";
import { editionFacts } from "#app/queries/edition/edition-facts.server.ts";
import { editionOverview } from "#app/queries/edition/manage.server.ts";
import { employee, preparedEdition, walletOf } from "#tests/factories/sealed-edition.ts";

// How many have a pass is shown as of a midnight: the number of now would tell when somebody signed
// in.

afterEach(() => vi.useRealTimers());

const at = (time: string) => vi.useFakeTimers({ toFake: ["Date"], now: new Date(time) });

test("organisers see who has a pass as of last midnight, in the way, in what blocks, and in a refusal; it is decided by those of now", async () => {
  at("2027-03-01T10:00:00Z");
  const sealed = await preparedEdition();
  const { id } = sealed.edition;
  await enterPhase(sealed.organiser.id, id, "announced");
  await db().edition.update({
    where: { id },
    data: { activationFloor: 2, opensAt: new Date("2027-03-01T09:00:00Z") },
  });
  await countPassesNightly();
  const floorOf = (reasons: { key: string; params?: object | undefined }[]) =>
    reasons.find(({ key }) => key === "floor")?.params;
  const seen = async () => [
    (await editionOverview(id)).figures.activated,
    (await editionFacts(id)).activated,
    floorOf((await editionOverview(id)).blocked),
  ];
  await walletOf(await employee(), sealed);
  await countPassesNightly();
  expect(await seen()).toEqual([0, 0, { activated: 0, floor: 2 }]);
  await expect(enterPhase(sealed.organiser.id, id, "open")).rejects.toMatchObject({
    refusal: { reasons: [{ key: "floor", params: { activated: 0, floor: 2 } }] },
  });

  at("2027-03-01T23:00:00Z"); // midnight in Rome
  await countPassesNightly();
  expect(await seen()).toEqual([1, 1, { activated: 1, floor: 2 }]);
  await walletOf(await employee(), sealed);
  await countPassesNightly();
  expect(await seen()).toEqual([1, 1, { activated: 1, floor: 2 }]);
  await enterDuePhases();
  expect((await db().edition.findUniqueOrThrow({ where: { id } })).phase).toBe("open");
});
