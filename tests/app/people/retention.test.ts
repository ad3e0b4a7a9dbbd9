import "#tests/support/database.ts";
import { beforeAll, describe, expect, test } from "vitest";
import { declareKeyDestroyed } from "#app/commands/opening/key-care.server.ts";
import { archiveDueEditions, enterPhase } from "#app/commands/edition/phase.server.ts";
import { verifyPage } from "#app/queries/opening/public-verify.server.ts";
import { resultsPage } from "#app/queries/publication/public-results.server.ts";
import { verifyEdition } from "#app/queries/opening/verification.server.ts";
import { db } from "#app/platform/db.server.ts";
import { type Judged, openedEdition, publish } from "#tests/factories/published-edition.ts";
import { employee } from "#tests/factories/sealed-edition.ts";
import { asOwner } from "#tests/support/owner.ts";
import { refusalOf } from "#tests/support/refusal.ts";

const day = 24 * 3_600_000;

describe("after the retention time", () => {
  let judged: Judged;
  const editionId = () => judged.sealed.edition.id;
  const phase = async () =>
    (await db().edition.findUniqueOrThrow({ where: { id: editionId() } })).phase;
  const of = (publicNos: object) => ({ proposal: { editionId: editionId(), publicNo: publicNos } });
  const publishedDaysAgo = (days: number) =>
    asOwner((tx) =>
      tx.publication.update({
        where: { editionId: editionId() },
        data: { at: new Date(Date.now() - days * day) },
      }),
    );

  beforeAll(async () => {
    judged = await openedEdition({ deposits: 5, awarded: 2 });
    const [loser] = await db().proposal.findMany({
      where: { editionId: editionId(), publicNo: 4 },
    });
    await db().message.create({
      data: {
        proposalId: loser!.id,
        side: "ORGANISER",
        kind: "QUESTION",
        text: "Quanto costa?",
        visibleFrom: new Date(),
      },
    });
    await db().blockedPair.create({
      data: { proposalId: loser!.id, jurorId: crypto.randomUUID() },
    });
    await db().passReturn.create({
      data: { editionId: editionId(), userId: (await employee()).id, count: 2 },
    });
    await publish(judged, { 1: { named: true, prizeAccepted: true } });
  }, 60_000);

  test("nothing is erased before: neither by an organiser nor by itself", async () => {
    await publishedDaysAgo(179);
    await archiveDueEditions();
    expect(await phase()).toBe("published");
    expect(
      await refusalOf(enterPhase(judged.sealed.organiser.id, editionId(), "archived")),
    ).toMatchObject({ code: "blocked", reasons: [{ key: "retention" }] });
    expect(await db().envelope.count({ where: { proposal: { editionId: editionId() } } })).toBe(5);
    expect(await db().activation.count({ where: { editionId: editionId() } })).toBe(5);
  });

  test("what identifies those who did not win goes by itself, all of it, and is audited by counts alone", async () => {
    const sealedBefore = (await verifyEdition(editionId())).filter(({ ok }) => !ok);
    await publishedDaysAgo(181);
    await archiveDueEditions();
    expect(await phase()).toBe("archived");
    const losers = of({ gt: 2 });
    expect(
      await Promise.all([
        db().envelope.count({ where: losers }),
        db().access.count({ where: losers }),
        db().message.count({ where: losers }),
        db().blockedPair.count({ where: losers }),
        db().invite.count({ where: losers }),
        db().activation.count({ where: { editionId: editionId() } }),
        db().releasedShare.count({ where: { custodian: { editionId: editionId() } } }),
        db().passReturn.count({ where: { editionId: editionId() } }),
      ]),
    ).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
    expect(
      await db().auditEntry.findFirst({
        where: { editionId: editionId(), action: "edition.erased" },
      }),
    ).toMatchObject({
      actorId: null,
      objectId: "",
      detail: { proposals: 3, envelopes: 3, accesses: 3, messages: 1, activations: 5 },
    });
    expect(sealedBefore).toEqual([]);
  });

  test("the winners' envelopes, all texts, the root, the ranking and the results stay, and still hold", async () => {
    expect(await db().envelope.count({ where: of({ lte: 2 }) })).toBe(2);
    expect(await db().proposal.count({ where: { editionId: editionId() } })).toBe(5);
    expect((await verifyEdition(editionId())).filter(({ ok }) => !ok)).toEqual([]);
    expect((await resultsPage(judged.sealed.edition.code, "it")).published.winners).toHaveLength(2);
  });

  test("custodians declare their keys destroyed, and everybody can read when no quorum is left", async () => {
    const seen = async () => (await verifyPage(judged.sealed.edition.code, "it")).destroyed;
    expect(await seen()).toEqual({ keys: 0, enough: 2 });
    for (const { user } of judged.sealed.custodians.slice(0, 2))
      await declareKeyDestroyed(user.id, editionId());
    await declareKeyDestroyed(judged.sealed.custodians[0]!.user.id, editionId()); // once is enough
    expect(await seen()).toEqual({ keys: 2, enough: 2 });
    expect(
      await db().auditEntry.count({
        where: { editionId: editionId(), action: "custodian.key-destroyed" },
      }),
    ).toBe(2);
  });
});
