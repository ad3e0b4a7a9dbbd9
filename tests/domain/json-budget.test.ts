import fc from "fast-check";
import { expect, test } from "vitest";
import { fitsBudget } from "#app/domain/json-budget.ts";

const depthOf = (value: unknown): number =>
  typeof value === "object" && value !== null
    ? 1 + Math.max(0, ...Object.values(value).map(depthOf))
    : 0;

test("the depth that is counted is the depth there is, whatever stands in the texts", () => {
  fc.assert(
    fc.property(
      fc.jsonValue({
        maxDepth: 6,
        stringUnit: fc.constantFrom('"', "\\", "[", "{", "]", "}", ",", "a"),
      }),
      fc.nat(7),
      (value, depth) => {
        expect(fitsBudget(JSON.stringify(value), { depth, values: 1e9 })).toBe(
          depthOf(value) <= depth,
        );
      },
    ),
    { numRuns: 2000 },
  );
});

test("text without end, or what is no JSON, is looked at once and no more", () => {
  for (const text of ['"', '"\\', "\\".repeat(1e6), `${'"\\'.repeat(1e6)}`, "}".repeat(1e6)])
    expect(fitsBudget(text)).toBe(true);
  expect(fitsBudget("[1,".repeat(10))).toBe(true);
  expect(fitsBudget("1,".repeat(20_001))).toBe(false);
});
