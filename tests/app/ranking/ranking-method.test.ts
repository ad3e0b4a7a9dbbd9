import "#tests/support/database.ts";
import { describe, expect, it } from "vitest";
import { mayBeSigned } from "#app/custody/evidence.ts";
import { enterPhase } from "#app/commands/edition/phase.server.ts";
import type { RankingFile } from "#app/domain/ranking/file.ts";
import { rankingMethods, type RankingMethod } from "#app/domain/ranking/method.ts";
import { verifyEdition } from "#app/queries/opening/verification.server.ts";
import { canonical } from "#app/sealing/bytes.ts";
import { rankingCommit } from "#app/sealing/commitment.ts";
import { db } from "#app/platform/db.server.ts";
import { checkBy, freezeConfirmed, judgeAll } from "#tests/factories/frozen-edition.ts";
import { asOwner } from "#tests/support/owner.ts";
import {
  content,
  depositBy,
  employee,
  openEdition,
  type SealedEdition,
} from "#tests/factories/sealed-edition.ts";

/** Five jurors who differ in severity and in how far they spread. */
const scores = (no: number, juror: number) => ({
  impact: [
    [5, 4, 3, 2],
    [1, 0, 1, 0],
    [3, 3, 2, 5],
    [4, 5, 0, 3],
    [2, 5, 5, 1],
  ][juror]![no - 1]!,
  cost: (no * 3 + juror * 2) % 6,
});

/** Frozen by this method, by five jurors or, below most methods' minimum, by two. */
async function frozenBy(
  method: RankingMethod,
  jurors = 5,
): Promise<{ sealed: SealedEdition; file: RankingFile; json: string }> {
  const sealed = await openEdition();
  for (let i = 0; i < 4; i += 1)
    await depositBy(await employee(), sealed, content({ title: `Idea ${i}` }));
  await db().edition.update({ where: { id: sealed.edition.id }, data: { rankingMethod: method } });
  await judgeAll(sealed, 1, { jurors, scores });
  await enterPhase(sealed.organiser.id, sealed.edition.id, "deliberation");
  await freezeConfirmed(sealed);
  const { json } = await db().ranking.findUniqueOrThrow({
    where: { editionId: sealed.edition.id },
  });
  return { sealed, json, file: JSON.parse(json) as RankingFile };
}

/** The custodian's browser and `verify`, each computing the ranking again. */
async function faults({ edition, ...sealed }: SealedEdition) {
  const checked = await checkBy({ edition, ...sealed }, sealed.custodians[0]!);
  const verified = (await verifyEdition(edition.id)).filter(
    ({ about, ok }) => about.startsWith("ranking") && !ok,
  );
  return {
    custodian: checked.ranking.map(({ part }) => part),
    signs: mayBeSigned(checked),
    verified: verified.map(({ about }) => about),
  };
}
const none = { custodian: [], signs: true, verified: [] };

describe.each([...rankingMethods])("an edition that ranks by %s", (method) => {
  it("freezes the ranking with its method, and custodian and verify compute the same", async () => {
    const { sealed, file } = await frozenBy(method);
    expect(file).toMatchObject({ rules: { method }, notApplied: null });
    expect(file.order).toHaveLength(4);
    expect(file.order.every(({ score }) => (score === undefined) === (method === "mean"))).toBe(
      true,
    );
    expect(file.awards).toMatchObject([{ publicNo: file.order[0]!.publicNo, ground: "rule" }]);
    expect(await faults(sealed)).toEqual(none);
  }, 60_000);
});

describe("the method", () => {
  it("below its minimum of data is not applied: the frozen ranking is by the mean, and says why", async () => {
    const { sealed, file } = await frozenBy("median", 2);
    expect(file).toMatchObject({
      rules: { method: "median" },
      notApplied: { need: "sheets", least: 3, count: 4 },
    });
    expect(file.order.every(({ score, mean }) => score === mean)).toBe(true);
    expect(await faults(sealed)).toEqual(none);
  }, 60_000);

  it("cannot be set to something unknown", async () => {
    const { edition } = await openEdition();
    await expect(
      db().edition.update({ where: { id: edition.id }, data: { rankingMethod: "borda" } }),
    ).rejects.toThrow("rankingMethod_known");
  }, 60_000);

  it("and the ladder can be changed until scoring, and no more from then on", async () => {
    const sealed = await openEdition();
    for (let i = 0; i < 4; i += 1)
      await depositBy(await employee(), sealed, content({ title: `Idea ${i}` }));
    const change = (data: object) =>
      db().edition.update({ where: { id: sealed.edition.id }, data });
    await change({ rankingMethod: "median", tieLadder: ["median", "shared"] }); // control
    await judgeAll(sealed, 1, { scores });
    await expect(change({ rankingMethod: "mean" })).rejects.toThrow("locked");
    await expect(change({ tieLadder: ["shared"] })).rejects.toThrow("locked");
    await change({ publishedDepth: 3 }); // control: other rules are not the ranking's
  }, 60_000);

  it("is the mean in a ranking.json from before there was a choice, and custodians still sign it", async () => {
    const { sealed, file } = await frozenBy("mean");
    const {
      notApplied: _,
      rules: { method: __, ...rules },
      ...rest
    } = file;
    const json = canonical({ ...rest, rules });
    await asOwner((tx) =>
      tx.ranking.update({
        where: { editionId: sealed.edition.id },
        data: { json, commit: new Uint8Array(rankingCommit(json)) },
      }),
    );
    expect(await faults(sealed)).toMatchObject({ custodian: [], signs: true });
  }, 60_000);
});
