import { describe, expect, test } from "vitest";
import { whyNot } from "#app/domain/edition/guards.ts";
import { entered, hasReached } from "#app/domain/phase.ts";
import { ready } from "#tests/factories/edition-facts.ts";
import { promises } from "#tests/factories/promises.ts";

// What was promised to the public must hold at every later transition, not only where it was first
// checked.

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
