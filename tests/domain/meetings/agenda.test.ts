import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exits, fewestExits, type Discussed } from "#app/domain/meetings/agenda.ts";

const item = (id: number, ...away: string[]): Discussed => ({ id: String(id), away });

/** Proposals for which some of five people leave. */
const agenda = (most: number) =>
  fc
    .array(fc.subarray(["a", "b", "c", "d", "e"]), { maxLength: most })
    .map((sets) => sets.map((away, at): Discussed => ({ id: String(at), away })));

function permutations<T>(all: readonly T[]): T[][] {
  return all.length === 0
    ? [[]]
    : all.flatMap((first, at) =>
        permutations([...all.slice(0, at), ...all.slice(at + 1)]).map((rest) => [first, ...rest]),
      );
}

describe("leaving the room", () => {
  it("for two proposals in a row is leaving once, with one between twice", () => {
    expect(exits([item(1, "a"), item(2, "a")])).toBe(1);
    expect(exits([item(1, "a"), item(2), item(3, "a")])).toBe(2);
    expect(exits([item(1, "a", "b"), item(2, "b", "c")])).toBe(3);
    expect(exits([])).toBe(0);
  });

  it("happens least often in the order found, against every order of up to six", () => {
    fc.assert(
      fc.property(agenda(6), (given) => {
        expect(exits(fewestExits(given))).toBe(Math.min(...permutations(given).map(exits)));
      }),
      { numRuns: 150 },
    );
  });

  it("is never more often than in the order given, with every proposal once, also where there are too many groups for the proof", () => {
    fc.assert(
      fc.property(agenda(40), (given) => {
        const found = fewestExits(given);
        expect(found.map(({ id }) => Number(id)).sort((a, b) => a - b)).toEqual(
          given.map((_, at) => at),
        );
        expect(exits(found)).toBeLessThanOrEqual(exits(given));
      }),
      { numRuns: 60 },
    );
  });

  it("is counted the same backwards", () => {
    fc.assert(
      fc.property(agenda(20), (given) => {
        expect(exits([...given].reverse())).toBe(exits(given));
      }),
    );
  });

  it("puts who leaves for the same proposals side by side, as they came", () => {
    expect(
      fewestExits([item(1, "a"), item(2), item(3, "a"), item(4), item(5, "a")]).map(({ id }) => id),
    ).toEqual(["2", "4", "1", "3", "5"]);
  });

  it("changes nothing where nothing is won", () => {
    const given = [item(1), item(2, "a"), item(3)];
    expect(fewestExits(given)).toEqual(given);
  });
});
