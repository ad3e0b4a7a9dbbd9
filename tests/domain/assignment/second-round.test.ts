import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Board, type BoardJuror, whyNotApply } from "#app/domain/assignment/board.ts";
import type { Pair } from "#app/domain/assignment/problem.ts";
import { phases } from "#app/domain/phase.ts";
import {
  furtherBoard,
  joinedRound,
  openRound,
  whyNotSecondRound,
} from "#app/domain/assignment/second-round.ts";
import { isBlindTo } from "#app/domain/visibility.ts";
import { whyNotWriteSheet } from "#app/domain/scoring/scoring.ts";

describe("rounds of a proposal", () => {
  it("follow one another: whoever is added while one is open joins it, and later comes the next", () => {
    expect(joinedRound([])).toBe(2);
    expect(openRound([])).toBeNull();
    expect(
      joinedRound([
        { round: 2, done: true },
        { round: 2, done: false },
      ]),
    ).toBe(2);
    expect(
      openRound([
        { round: 2, done: true },
        { round: 2, done: false },
      ]),
    ).toBe(2);
    expect(joinedRound([{ round: 2, done: true }])).toBe(3);
    expect(
      openRound([
        { round: 2, done: true },
        { round: 3, done: false },
      ]),
    ).toBe(3);
  });
  it("are foreseen by a rule, and are for deliberation", () => {
    expect(
      phases.filter((phase) => whyNotSecondRound(phase, { secondRoundJurors: 1 }) === null),
    ).toEqual(["deliberation"]);
    expect(
      new Set(phases.map((phase) => whyNotSecondRound(phase, { secondRoundJurors: 0 }))),
    ).toEqual(new Set(["not-found"]));
  });
  it("leave blind who is in the open one, and nobody else", () => {
    expect(isBlindTo({ round: 2, openRound: 2 })).toBe(true);
    for (const [round, open] of [
      [1, 2],
      [2, null],
      [2, 3],
      [1, null],
    ] as const)
      expect(isBlindTo({ round, openRound: open })).toBe(false);
  });
  it("can be written in deliberation, the first cannot", () => {
    expect(
      phases.filter((phase) => whyNotWriteSheet({ phase, confirmed: true, round: 2 }) === null),
    ).toEqual(["deliberation"]);
    expect(
      phases.filter((phase) => whyNotWriteSheet({ phase, confirmed: false, round: 1 }) === null),
    ).toEqual(["scoring"]);
    expect(whyNotWriteSheet({ phase: "scoring", confirmed: true, round: 1 })).toBe(
      "already-confirmed",
    );
  });
});

const jurorIds = ["ada", "bea", "ciro", "dina", "enzo"];
const anyPair = fc.tuple(
  fc.constantFrom("1", "2", "3"),
  fc.constantFrom(...jurorIds),
) as fc.Arbitrary<Pair>;
const pairs = fc.uniqueArray(anyPair, { maxLength: 8, selector: String });
const anyBoard: fc.Arbitrary<Board> = fc
  .record({
    conflicts: pairs,
    all: pairs,
    apart: fc.uniqueArray(
      fc
        .tuple(fc.constantFrom(...jurorIds), fc.constantFrom(...jurorIds))
        .filter(([a, b]) => a < b),
      { maxLength: 3, selector: String },
    ),
    limits: fc.tuple(
      ...jurorIds.map(() => fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined })),
    ),
  })
  .map(({ conflicts, all, apart, limits }) => ({
    phase: "deliberation" as const,
    jurorsPerProposal: 3,
    minInternal: 1,
    minExternal: 1,
    conflicts,
    apart,
    started: [],
    basis: "",
    pairs: all.filter(([no, id]) => !conflicts.some((pair) => pair[0] === no && pair[1] === id)),
    proposals: ["1", "2", "3"].map((no) => ({ id: no, title: "", locale: "it", categories: [] })),
    jurors: jurorIds.map((id, at): BoardJuror => ({
      id,
      name: id,
      kind: at % 2 ? "external" : "internal",
      maxLoad: limits[at],
      expertise: {},
    })),
  }));

describe("the board of further jurors", () => {
  it("allows nobody who judged the proposal, is in conflict or informed, must be apart from one who judged it, or has no room left", () => {
    fc.assert(
      fc.property(anyBoard, pairs, anyPair, (board, informed, [no, jurorId]) => {
        const further = furtherBoard({ board, numbers: [no], perProposal: 2, given: [], informed });
        const has = (list: readonly Pair[], id = jurorId) =>
          list.some((pair) => pair[0] === no && pair[1] === id);
        const apartFromOne = board.apart.some(
          (two) => two.includes(jurorId) && has(board.pairs, two[0] === jurorId ? two[1] : two[0]),
        );
        const limit = board.jurors.find(({ id }) => id === jurorId)?.maxLoad ?? Infinity;
        const load = board.pairs.filter(([, id]) => id === jurorId).length;
        const mayNot =
          has(board.pairs) ||
          has(board.conflicts) ||
          has(informed) ||
          apartFromOne ||
          load >= limit;
        expect(whyNotApply(further, [[no, jurorId]]) !== null).toBe(mayNot);
      }),
    );
  });

  it("keeps what was given before within the number the rule foresees", () => {
    const board = fc.sample(anyBoard, 1)[0]!;
    const given: Pair[] = [["1", "ada"]];
    const whole = {
      ...board,
      apart: [],
      conflicts: [],
      pairs: given,
      jurors: board.jurors.map((juror) => ({ ...juror, maxLoad: undefined })),
    };
    const further = furtherBoard({
      board: whole,
      numbers: ["1"],
      perProposal: 2,
      given,
      informed: [],
    });
    // the given one is missing
    expect(whyNotApply(further, [["1", "bea"]])).toEqual({ code: "in-use" });
    expect(whyNotApply(further, [...given, ["1", "bea"]])).toBeNull();
    expect(whyNotApply(further, [...given, ["1", "bea"], ["1", "ciro"]])).toMatchObject({
      code: "infeasible",
    });
  });
});
