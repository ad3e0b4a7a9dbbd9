import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AwardRule } from "#app/domain/awards/award.ts";
import { composeContent, type RankingFacts } from "#app/domain/ranking/content.ts";
import { canonical } from "#app/sealing/bytes.ts";
import {
  factsIn,
  openingLists,
  type RankingFile,
  rankingFileSchema,
} from "#app/domain/ranking/file.ts";
import { rankingMethods } from "#app/domain/ranking/method.ts";
import { type TieRung, tieRungs } from "#app/domain/ranking/tie.ts";

const uuid = (kind: number, no: number) =>
  `00000000-0000-4000-8000-${String(kind * 1000 + no).padStart(12, "0")}`;
const numbers = [1, 2, 3, 4, 5, 6];
const score = fc.integer({ min: 0, max: 5 });

const anyFacts: fc.Arbitrary<RankingFacts> = fc.record({
  proposals: fc.constant(
    numbers.map((no) => ({
      id: uuid(1, no),
      publicNo: no,
      categories: no % 2 ? ["environment", "welfare"] : ["informatics"],
      members: 1 + (no % 3),
    })),
  ),
  sheets: fc
    .array(
      fc.tuple(
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 2 }),
        score,
        score,
      ),
      { maxLength: 25 },
    )
    .map((list) => [
      ...new Map(
        list.map(([no, juror, version, a, b]) => [
          `${no} ${juror} ${version}`,
          {
            proposalId: uuid(1, no),
            jurorId: `j${juror}`,
            version,
            scores: { a, b },
            ...(juror === 3 ? { round: 2 } : {}),
          },
        ]),
      ).values(),
    ]),
  recusals: fc.array(
    fc.tuple(
      fc.integer({ min: 1, max: 6 }).map((no) => uuid(1, no)),
      fc.integer({ min: 1, max: 3 }).map((juror) => `j${juror}`),
    ),
    { maxLength: 4 },
  ),
  criteria: fc.constant([
    { key: "a", weight: 60, maxScore: 5 },
    { key: "b", weight: 40, maxScore: 5 },
  ]),
  method: fc.constantFrom(undefined, ...rankingMethods),
  ladder: fc.shuffledSubarray<TieRung>([...tieRungs]),
  votes: fc
    .uniqueArray(fc.integer({ min: 1, max: 6 }))
    .map((nos) =>
      nos.map((no, at) => ({ proposalId: uuid(1, no), position: at + 1, reason: "voto" })),
    ),
  excluded: fc.constant([7]),
  rules: fc.constant<(AwardRule & { name: object })[]>([
    {
      id: uuid(2, 1),
      position: 1,
      kind: "OVERALL",
      name: { it: "Primi" },
      categoryKey: null,
      places: 2,
      prizeId: uuid(3, 1),
    },
    {
      id: uuid(2, 2),
      position: 2,
      kind: "CATEGORY",
      name: { it: "Ambiente" },
      categoryKey: "environment",
      places: 1,
      prizeId: null,
    },
    {
      id: uuid(2, 4),
      position: 4,
      kind: "THEME",
      name: { it: "Tema" },
      categoryKey: "welfare",
      places: 2,
      prizeId: null,
    },
    {
      id: uuid(2, 3),
      position: 3,
      kind: "MENTION",
      name: { it: "Menzione" },
      categoryKey: null,
      places: 2,
      prizeId: null,
    },
  ]),
  prizes: fc
    .tuple(
      fc.integer({ min: 0, max: 4 }),
      fc.constantFrom(undefined, "TEAM" as const, "MEMBER" as const),
    )
    .map(([quantity, share]) => [{ id: uuid(3, 1), quantity, share }]),
  maxPerProposal: fc.constantFrom(undefined, 1, 2),
  leftovers: fc.constantFrom(undefined, "stay" as const, "next" as const),
  unclaimed: fc.constantFrom(undefined, "stay" as const, "next" as const),
  overrides: fc
    .uniqueArray(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 6 })), {
      maxLength: 3,
      selector: String,
    })
    .map((list) =>
      list.map(([rule, no]) => ({
        ruleId: uuid(2, rule),
        proposalId: uuid(1, no),
        reason: "perché sì",
      })),
    ),
  minimumScore: fc.constantFrom(0, 50),
  shortlist: fc.option(
    fc.record({
      minimumScore: fc.constantFrom(0, 40, 55.5),
      atMost: fc.integer({ min: 0, max: 4 }),
    }),
  ),
  decisions: fc
    .uniqueArray(fc.tuple(fc.integer({ min: 1, max: 6 }), fc.boolean()), {
      maxLength: 3,
      selector: ([no]) => no,
    })
    .map((list) =>
      list.map(([no, listed]) => ({ proposalId: uuid(1, no), listed, reason: "la giuria" })),
    ),
  waiting: fc.constant([]),
});

const envelopes = (no: number) => [uuid(4, no), uuid(5, no)];
const fileOf = (facts: RankingFacts): RankingFile => {
  const content = composeContent(facts, (id) => `code-${id}`);
  return rankingFileSchema.parse({
    v: 1,
    edition: uuid(9, 9),
    manifestHash: "0".repeat(64),
    root: "1".repeat(64),
    salt: "2".repeat(64),
    ...content,
    ...openingLists(content, 2, envelopes),
  });
};

describe("ranking.json", () => {
  it("holds all that it follows from: computed again from itself it is the same", () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const file = fileOf(facts);
        const again = composeContent(factsIn(file), (code) => code);
        expect({ ...file, ...again, ...openingLists(again, 2, envelopes) }).toEqual(file);
      }),
    );
  });

  it("is computed the same by whoever knows jurors by other names only", () => {
    fc.assert(
      fc.property(anyFacts, fc.integer({ min: 1, max: 5 }), (facts, turn) => {
        const renamed = (id: string) => `${"bca"[(Number(id.slice(1)) * turn) % 3]}-${id}`;
        const { sheets: _own, setAside: _ownAside, ...known } = composeContent(facts, renamed);
        const {
          sheets: _other,
          setAside: _otherAside,
          ...again
        } = composeContent(
          {
            ...facts,
            sheets: facts.sheets.map((sheet) => ({ ...sheet, jurorId: renamed(sheet.jurorId) })),
            recusals: facts.recusals.map(([id, juror]) => [id, renamed(juror)] as const),
          },
          (id) => id,
        );
        expect(again).toEqual(known);
      }),
    );
  });

  it("from before there was a choice of methods is by the mean", () => {
    const [facts] = fc.sample(anyFacts, 1);
    const {
      notApplied: _,
      rules: { method: __, ...rules },
      ...old
    } = fileOf({ ...facts!, method: "mean" });
    const file = rankingFileSchema.parse({ ...old, rules });
    expect(file).toEqual({ ...old, rules });
    const again = composeContent(factsIn(file), (code) => code);
    expect(again.order).toEqual(file.order);
    expect(canonical(again.rules)).toBe(canonical(file.rules));
  });

  it("from before prizes had terms is what it was, byte for byte, and follows from itself", () => {
    const [facts] = fc.sample(anyFacts, 1);
    const usual = {
      ...facts!,
      prizes: [{ id: uuid(3, 1), quantity: 2 }],
      rules: facts!.rules.filter(({ kind }) => kind !== "THEME"),
      overrides: [],
      maxPerProposal: 1,
      leftovers: "stay" as const,
      unclaimed: "stay" as const,
    };
    const file = fileOf(usual);
    for (const news of [
      'share":"',
      "maxPerProposal",
      "leftovers",
      "unclaimed",
      "members",
      'quantity":1',
      "leftover",
    ])
      expect(canonical({ ...file, names: null })).not.toContain(`"${news}`);
    expect(canonical(composeContent(factsIn(file), (code) => code).rules)).toBe(
      canonical(file.rules),
    );
  });

  it("keeps only the categories that an award goes by", () => {
    const [facts] = fc.sample(anyFacts, 1);
    expect(fileOf(facts!).proposals.map(({ categories }) => categories)).toEqual(
      numbers.map((no) => (no % 2 ? ["environment", "welfare"] : [])),
    );
  });

  it("opens every envelope of an awarded proposal and of no other, and the next in order wait", () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const { openList, reserves, awards, order, shortlist } = fileOf(facts);
        const awarded = new Set(awards.map(({ publicNo }) => publicNo));
        expect(new Set(openList.map(({ publicNo }) => publicNo))).toEqual(awarded);
        expect(openList).toHaveLength(awarded.size * 2);
        expect(reserves.map(({ publicNo }) => publicNo)).toEqual(
          order
            .filter(
              ({ publicNo }) =>
                !awarded.has(publicNo) && (shortlist?.listed.includes(publicNo) ?? true),
            )
            .slice(0, 2)
            .flatMap(({ publicNo }) => [publicNo, publicNo]),
        );
      }),
    );
  });

  it("accounts for a sheet whose juror recused later: it is set aside, not gone", () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const file = fileOf(facts);
        const delivered = new Set(
          facts.sheets.map(({ proposalId, jurorId }) => `${proposalId} ${jurorId}`),
        );
        expect(file.sheets.length + file.setAside.length).toBe(delivered.size);
      }),
    );
  });
});
