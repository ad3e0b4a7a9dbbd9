import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { longestWait, secondsAfter } from "#app/domain/box/slowing.ts";

describe("the wait after wrong tries", () => {
  it("is none for the free ones, then doubles up to half a minute", () => {
    const waits = [0, 4, 5, 6, 7, 8, 9, 10, 11, 1000].map((tries) => secondsAfter(tries, 5));
    expect(waits).toEqual([0, 0, 1, 2, 4, 8, 16, 30, 30, 30]);
  });

  it("never falls as tries grow, and is never longer than the longest", () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.nat(200), (tries, free) => {
        const [now, next] = [secondsAfter(tries, free), secondsAfter(tries + 1, free)];
        expect(next).toBeGreaterThanOrEqual(now);
        expect(next).toBeLessThanOrEqual(longestWait);
      }),
    );
  });
});
