import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { countdown } from "#app/domain/edition/countdown.ts";

const rome = "Europe/Rome";
const at = (text: string) => new Date(text);

describe("a countdown", () => {
  test("counts days of the calendar where the edition is, not where it is read", () => {
    // midnight of 10 May in Rome is 9 May, 22:00 UTC; the last day is the 9th
    const closes = at("2027-05-09T22:00:00Z");
    expect(countdown(closes, at("2027-05-01T08:00:00Z"), rome)).toEqual({ unit: "days", count: 8 });
    // still the 1st in Rome
    expect(countdown(closes, at("2027-05-01T21:59:00Z"), rome)).toEqual({ unit: "days", count: 8 });
    // the 2nd in Rome, the 1st in London
    expect(countdown(closes, at("2027-05-01T22:01:00Z"), rome)).toEqual({ unit: "days", count: 7 });
  });

  test("counts hours in the last two days, and says none in the last hour", () => {
    const closes = at("2027-05-09T22:00:00Z");
    expect(countdown(closes, at("2027-05-07T22:00:00.001Z"), rome)).toEqual({
      unit: "hours",
      count: 47,
    });
    expect(countdown(closes, at("2027-05-09T21:30:00Z"), rome)).toEqual({
      unit: "hours",
      count: 0,
    });
    expect(countdown(closes, closes, rome)).toBeNull();
  });

  test("neither gains nor loses a day when the clocks change", () => {
    // the clocks go forward on 28 March and back on 31 October 2027
    expect(countdown(at("2027-03-30T10:00:00Z"), at("2027-03-26T11:00:00Z"), rome)).toEqual({
      unit: "days",
      count: 4,
    });
    expect(countdown(at("2027-11-02T11:00:00Z"), at("2027-10-29T10:00:00Z"), rome)).toEqual({
      unit: "days",
      count: 4,
    });
  });

  test("never grows while time passes", () => {
    const hours = ({ unit, count }: { unit: string; count: number }) =>
      count * (unit === "days" ? 24 : 1);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 * 24 * 60 }),
        fc.integer({ min: 1, max: 24 * 60 }),
        (left, step) => {
          const closes = at("2027-11-20T22:59:00Z");
          const [before, after] = [left + step, left].map((minutes) =>
            countdown(closes, new Date(closes.getTime() - minutes * 60_000), rome)!,
          );
          expect(hours(after!)).toBeLessThanOrEqual(hours(before!));
        },
      ),
    );
  });
});
