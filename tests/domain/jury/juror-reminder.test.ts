import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dueReminder, nextReminder, scoringDate } from "#app/domain/jury/juror-reminder.ts";

const due = new Date("2027-06-10T10:00:00Z");
const at = (day: string) => new Date(`2027-06-${day}T12:00:00Z`);
const days = { before: 3, after: 2 };

describe("a reminder", () => {
  it.each([
    ["06", null], // four days before
    ["07", { when: "before", number: 1 }],
    ["10", null], // the date has just passed
    ["12", { when: "after", number: 1 }],
    ["13", { when: "after", number: 1 }],
    ["14", { when: "after", number: 2 }],
    ["29", { when: "after", number: 9 }], // the server was down for weeks: only the latest
  ])("on the %sth of June is %j", (day, wanted) => {
    const found = dueReminder(due, days, at(day));
    expect(found && { when: found.when, number: found.number }).toEqual(wanted);
  });

  it("is none where the days are 0", () => {
    expect(dueReminder(due, { before: 0, after: 2 }, at("08"))).toBeNull();
    expect(dueReminder(due, { before: 3, after: 0 }, at("29"))).toBeNull();
    expect(nextReminder(due, { before: 0, after: 0 }, at("01"))).toBeNull();
  });

  it("is due exactly when it was announced as the next", () => {
    fc.assert(
      fc.property(
        fc.record({
          before: fc.integer({ min: 0, max: 9 }),
          after: fc.integer({ min: 0, max: 9 }),
        }),
        fc.integer({ min: -20 * 24, max: 40 * 24 }),
        (given, hours) => {
          const now = new Date(due.getTime() + hours * 3_600_000);
          const next = nextReminder(due, given, now);
          if (next === null) return;
          expect(next.at.getTime()).toBeGreaterThan(now.getTime());
          expect(dueReminder(due, given, next.at)).toEqual(next);
          const justBefore = dueReminder(due, given, new Date(next.at.getTime() - 1));
          expect(justBefore?.at.getTime() ?? -Infinity).toBeLessThan(next.at.getTime());
        },
      ),
    );
  });
});

describe("the date to score by", () => {
  it("counts from the start of scoring, and may be none", () => {
    expect(scoringDate(due, 21)).toEqual(new Date("2027-07-01T10:00:00Z"));
    expect(scoringDate(due, 0)).toBeNull();
    expect(scoringDate(null, 21)).toBeNull();
  });
});
