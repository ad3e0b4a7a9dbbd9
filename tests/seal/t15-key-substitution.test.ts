import "#tests/support/database.ts";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Checked, mayBeSigned } from "#app/custody/evidence.ts";
import type { RankingFile } from "#app/domain/ranking-file.ts";
import { overrideAward } from "#app/commands/ranking.server.ts";
import { enterPhase } from "#app/commands/phase.server.ts";
import { canonical } from "#app/sealing/bytes.ts";
import { rankingCommit } from "#app/sealing/commitment.ts";
import { db } from "#app/platform/db.server.ts";
import { checkBy, freezeConfirmed, judgeAll, release, signAndOpen } from "#tests/factories/frozen-edition.ts";
import { asOwner } from "#tests/support/owner.ts";
import { content, depositBy, employee, openEdition, type SealedEdition } from "#tests/factories/sealed-edition.ts";

/** A frozen edition with a person's decision in its awards, not signed yet. */
async function frozenEdition(): Promise<SealedEdition> {
  const sealed = await openEdition();
  for (let i = 0; i < 6; i += 1) await depositBy(await employee(), sealed, content({ title: `Idea ${i}`, categories: [i % 2 ? "environment" : "informatics"] }));
  await judgeAll(sealed, 2);
  const editionId = sealed.edition.id;
  await db().awardRule.create({ data: { editionId, position: 2, kind: "CATEGORY", categoryKey: "environment", name: { it: "Ambiente" } } });
  const mention = await db().awardRule.create({ data: { editionId, position: 3, kind: "MENTION", name: { it: "Menzione" } } });
  await enterPhase(sealed.organiser.id, editionId, "deliberation");
  await overrideAward({ userId: sealed.organiser.id, capacity: "ORGANISER" }, editionId, { ruleId: mention.id, publicNo: 6, reason: "Idea coraggiosa." });
  await freezeConfirmed(sealed);
  return sealed;
}

const faultsIn = ({ seal, ranking, file }: Checked) => ({ seal, ranking: ranking.map(({ part }) => part), file: file !== null });

describe("T15: a custodian's page signs no ranking it cannot compute itself", () => {
  let sealed: SealedEdition;
  let original: string;
  beforeAll(async () => {
    sealed = await frozenEdition();
    original = (await db().ranking.findUniqueOrThrow({ where: { editionId: sealed.edition.id } })).json;
  }, 60_000);
  const put = (json: string) => asOwner((tx) => tx.ranking.update({ where: { editionId: sealed.edition.id }, data: { json, commit: new Uint8Array(rankingCommit(json)) } }));
  afterEach(() => put(original));

  test("control: the ranking as it was frozen agrees with itself, and shows its order, decisions and openings", async () => {
    const checked = await checkBy(sealed, sealed.custodians[0]!);
    expect(faultsIn(checked)).toEqual({ seal: [], ranking: [], file: true });
    expect(mayBeSigned(checked)).toBe(true);
    expect(checked.file).toMatchObject({ overrides: [{ publicNo: 6, reason: "Idea coraggiosa." }], openList: expect.arrayContaining([expect.objectContaining({ publicNo: 6, ground: expect.stringContaining("MENTION/override") })]) });
    expect(checked.file!.order).toHaveLength(6);
  });

  type Alter = (file: RankingFile) => object;
  const other = (publicNo: number) => (publicNo === 1 ? 2 : 1);
  const alterations: [string, Alter, string][] = [
    ["two ranks exchanged", (file) => ({ ...file, order: file.order.map((row, at) => (at > 1 ? row : { ...file.order[1 - at]!, rank: row.rank })) }), "order"],
    ["a score raised", (file) => ({ ...file, sheets: file.sheets.map((sheet, at) => (at === file.sheets.length - 1 ? { ...sheet, scores: { impact: 5, cost: 5 } } : sheet)) }), "sheets"],
    ["a sheet left out", (file) => ({ ...file, sheets: file.sheets.slice(1) }), "order"],
    ["an award given to another", (file) => ({ ...file, awards: file.awards.map((award) => (award.ground === "rule" ? { ...award, publicNo: other(award.publicNo), proposalId: file.proposals[other(award.publicNo) - 1]!.proposalId } : award)) }), "awards"],
    ["a decision without its override", (file) => ({ ...file, overrides: [] }), "awards"],
    ["a decision's reason changed in the award alone", (file) => ({ ...file, awards: file.awards.map((award) => ({ ...award, reason: award.reason && "Altro." })) }), "awards"],
    ["a decision for another proposal", (file) => ({ ...file, overrides: file.overrides.map((each) => ({ ...each, publicNo: 5 })) }), "awards"],
    ["a lower minimum of points that changes nothing but the rules' own text", (file) => ({ ...file, rules: { ...file.rules, method: "median" } }), "unreadable"],
    ["one more envelope to open", (file) => ({ ...file, openList: [...file.openList, { ...file.reserves[0]!, ground: "OVERALL/rule" }] }), "openList"],
    ["the reserves in another order", (file) => ({ ...file, reserves: [...file.reserves].reverse() }), "reserves"],
    ["an envelope twice", (file) => ({ ...file, openList: [...file.openList, file.openList[0]!] }), "envelopes"],
    ["a sealed proposal left out", (file) => ({ ...file, proposals: file.proposals.slice(0, 5), sheets: file.sheets.filter(({ publicNo }) => publicNo < 6) }), "proposals"],
    ["an excluded proposal that is ranked as well", (file) => ({ ...file, excluded: [1] }), "proposals"],
    ["something unknown riding along", (file) => ({ ...file, alsoOpen: [] }), "unreadable"],
    ["another edition's name", (file) => ({ ...file, edition: crypto.randomUUID() }), "edition"],
  ];
  test.each(alterations)("with %s it refuses and says what", async (_what, alter, part) => {
    await put(canonical(alter(JSON.parse(original) as RankingFile)));
    const checked = await checkBy(sealed, sealed.custodians[0]!);
    expect(checked.ranking.map((fault) => fault.part)).toContain(part);
    expect(mayBeSigned(checked)).toBe(false);
  });

  test("a text that is not canonical is refused, since its hash would be of something else", async () => {
    await put(`${original} `);
    expect(faultsIn(await checkBy(sealed, sealed.custodians[0]!))).toMatchObject({ ranking: ["unreadable"], file: false });
  });

  test("a faked open list that names a loser's envelope under a winner's number is not released", async () => {
    const file = JSON.parse(original) as RankingFile;
    const [winner, loser] = [file.openList[0]!, file.reserves[0]!];
    const swapped = { ...file, openList: file.openList.map((each) => (each === winner ? { ...each, envelopeId: loser.envelopeId } : each)), reserves: file.reserves.map((each) => (each === loser ? { ...each, envelopeId: winner.envelopeId } : each)) };
    await put(canonical(swapped));
    await signAndOpen(sealed);
    expect(await release(sealed, sealed.custodians[0]!)).toContain("not-on-open-list");
  });
});
