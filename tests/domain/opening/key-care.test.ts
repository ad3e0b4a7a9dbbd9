import { describe, expect, it } from "vitest";
import {
  enoughDestroyed,
  isCheckDue,
  type KeyFacts,
  keyState,
  retentionEnds,
} from "#app/domain/opening/key-care.ts";
import { nextStep, type Standby } from "#app/domain/opening/standby.ts";

const day = (n: number) => new Date(Date.UTC(2027, 3, n));

describe("lost keys of 3 of 5", () => {
  it("have no effect up to two, of which the second is the last; the third is one too many", () => {
    expect([0, 1, 2, 3, 5].map((lost) => keyState({ count: 5, quorum: 3, lost }))).toEqual([
      "whole",
      "bearable",
      "last",
      "broken",
      "broken",
    ]);
  });
  it("where every key is needed, the first one is too many", () => {
    expect([0, 1].map((lost) => keyState({ count: 1, quorum: 1, lost }))).toEqual([
      "whole",
      "broken",
    ]);
  });
  it("once three are destroyed no quorum can come together", () => {
    expect(enoughDestroyed({ count: 5, quorum: 3 })).toBe(3);
  });
});

describe("a health check is due", () => {
  const facts = (changes: Partial<KeyFacts>): KeyFacts => ({
    phase: "open",
    checkedAt: null,
    lostAt: null,
    announcedAt: day(1),
    closedAt: null,
    ...changes,
  });
  it("a month after the announcement and after the last one", () => {
    expect(isCheckDue(facts({}), day(20))).toBe(false);
    expect(isCheckDue(facts({}), day(31))).toBe(true);
    expect(isCheckDue(facts({ checkedAt: day(20) }), day(31))).toBe(false);
    expect(isCheckDue(facts({ checkedAt: day(20) }), day(50))).toBe(true);
  });
  it("once more after closing", () => {
    expect(
      isCheckDue(facts({ phase: "screening", checkedAt: day(10), closedAt: day(12) }), day(13)),
    ).toBe(true);
    expect(
      isCheckDue(facts({ phase: "screening", checkedAt: day(13), closedAt: day(12) }), day(14)),
    ).toBe(false);
  });
  it("never of a lost key, before deposits or once the opening began", () => {
    expect(isCheckDue(facts({ lostAt: day(2) }), day(60))).toBe(false);
    for (const phase of ["announced", "opening", "published", "archived"] as const)
      expect(isCheckDue(facts({ phase }), day(60))).toBe(false);
  });
});

describe("the retention time", () => {
  it("counts from the publication", () => {
    expect(retentionEnds(null, 180)).toBeNull();
    expect(retentionEnds(day(1), 9)).toEqual(day(10));
  });
});

describe("a page that stays open", () => {
  const at = (changes: Partial<Standby>) =>
    nextStep({ phase: "opening", quorum: 2, signed: 2, toOpen: 3, released: 0, ...changes });
  it("releases only in the opening with a quorum's signatures, and only what it has not released", () => {
    expect(at({})).toBe("release");
    expect(at({ signed: 1 })).toBe("wait-for-signatures");
    expect(at({ phase: "frozen" })).toBe("wait-for-opening");
    expect(at({ phase: "frozen", signed: 1 })).toBe("wait-for-signatures");
    expect(at({ released: 3 })).toBe("wait-for-reserves");
    expect(at({ released: 3, toOpen: 4 })).toBe("release");
    expect(at({ phase: "published" })).toBe("done");
  });
});
