import { describe, expect, test } from "vitest";
import { type EditionFacts, whyNot } from "#app/domain/edition/guards.ts";
import { entered, type EnteredPhase, hasReached } from "#app/domain/phase.ts";
import { ready } from "#tests/factories/edition-facts.ts";

// What was promised to the public must hold at every later transition, not only where it was first
// checked.

const promises: [string, EnteredPhase, EnteredPhase, Partial<EditionFacts>][] = [
  ["manifest-differs", "announced", "published", { manifestPinned: "differs" }],
  ["root-signatures", "scoring", "published", { rootSignatures: 2 }],
  ["unscreened", "scoring", "frozen", { unscreened: 1 }],
  ["none-admitted", "scoring", "frozen", { admitted: 0 }],
  ["conflicts-undeclared", "scoring", "deliberation", { jurorsUndeclared: 1 }],
  ["understaffed", "scoring", "frozen", { understaffed: [2] }],
  ["lack-internal", "scoring", "frozen", { lackInternal: [2] }],
  ["lack-external", "scoring", "frozen", { lackExternal: [2] }],
  ["jurors-together", "scoring", "frozen", { together: [2] }],
  ["not-frozen", "opening", "published", { rankingFrozen: false }],
  ["ranking-signatures", "opening", "published", { rankingSignatures: 2 }],
];

describe("a promise", () => {
  test.each(promises)("%s is asked from %s to %s, and nowhere else", (key, first, last, broken) => {
    const asked = entered.filter((to) =>
      whyNot(to, { ...ready(to), ...broken }).some((reason) => reason.key === key),
    );
    expect(asked).toEqual(
      entered.filter((phase) => hasReached(phase, first) && hasReached(last, phase)),
    );
  });
});
