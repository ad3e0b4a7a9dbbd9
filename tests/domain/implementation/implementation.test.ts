import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  benefitSchema,
  dueMilestoneReminder,
  implementationStatuses,
  isOver,
  noteSchema,
  progressOf,
  statusSchema,
} from "#app/domain/implementation/implementation.ts";
import { ownerTasks } from "#app/domain/desk/task.ts";

const milestone = (due: string, doneOn: string | null = null) => ({
  title: { it: "tappa" },
  due,
  doneOn,
});
const anyDay = fc
  .integer({ min: 0, max: 2000 })
  .map((days) => new Date(Date.UTC(2026, 0, 1 + days)).toISOString().slice(0, 10));

describe("a milestone's reminder", () => {
  it("is due in the week before its day and on it, and after it", () => {
    const kinds = ["2027-03-02", "2027-03-03", "2027-03-10", "2027-03-11"].map((today) =>
      dueMilestoneReminder(milestone("2027-03-10"), "UNDER_WAY", today),
    );
    expect(kinds).toEqual([null, "before", "before", "after"]);
  });

  it("is never due once the milestone is reached, or the proposal is done or dropped", () => {
    fc.assert(
      fc.property(
        anyDay,
        anyDay,
        fc.constantFrom(...implementationStatuses),
        (due, today, status) => {
          expect(dueMilestoneReminder(milestone(due, "2027-01-01"), status, today)).toBeNull();
          if (isOver(status))
            expect(dueMilestoneReminder(milestone(due), status, today)).toBeNull();
          else
            expect(dueMilestoneReminder(milestone(due), status, today) === "after").toBe(
              due < today,
            );
        },
      ),
    );
  });
});

describe("the progress of a proposal", () => {
  it("counts what is reached and what is late, and names what comes first", () => {
    const milestones = [
      milestone("2027-06-01"),
      milestone("2027-01-01", "2027-01-05"),
      milestone("2027-02-01"),
    ];
    expect(progressOf({ status: "UNDER_WAY", milestones }, "2027-03-01")).toEqual({
      done: 1,
      of: 3,
      late: 1,
      next: milestones[2],
    });
    expect(progressOf({ status: "DROPPED", milestones }, "2027-03-01")).toEqual({
      done: 1,
      of: 3,
      late: 0,
      next: null,
    });
  });
});

describe("what is typed", () => {
  it("needs a reason to be dropped, in one language at least", () => {
    expect(statusSchema.safeParse({ status: "DROPPED" }).error?.issues[0]?.path).toEqual([
      "reason",
      "it",
    ]);
    expect(statusSchema.parse({ status: "DROPPED", reason: { en: "no money" } })).toEqual({
      status: "DROPPED",
      reason: { en: "no money" },
    });
    expect(statusSchema.parse({ status: "STUDY" })).toEqual({ status: "STUDY", reason: {} });
  });

  it("takes amounts as people write them, and nothing else", () => {
    const amount = (expectedAmount: string) =>
      benefitSchema.safeParse({ expectedAmount }).data?.expectedAmount;
    expect(["1.250,50", "1250.50", "12", "1 000"].map(amount)).toEqual([1250.5, 1250.5, 12, 1000]);
    expect(["-3", "1,2,3", "much", "1e9", "1.25.3"].map(amount)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("needs words in an entry", () => {
    expect(noteSchema.safeParse({ text: { it: "  " } }).success).toBe(false);
  });
});

describe("what waits for whoever keeps the page", () => {
  const keys = (facts: object) =>
    ownerTasks("2026", {
      publicNo: 3,
      status: "UNDER_WAY",
      milestones: [],
      measured: {},
      today: "2027-03-01",
      ...facts,
    }).map(({ key, to }) => [key, to]);
  const page = "/area/implementation/2026/3";

  it("is to plan, to look at days that come or are past, and to measure in the end", () => {
    expect(keys({})).toEqual([["owner-plan", page]]);
    expect(
      keys({
        milestones: [milestone("2027-02-01"), milestone("2027-03-05"), milestone("2027-09-01")],
      }),
    ).toEqual([
      ["owner-late", page],
      ["owner-soon", page],
    ]);
    expect(keys({ status: "DONE" })).toEqual([["owner-measure", page]]);
    expect(keys({ status: "DONE", measured: { en: "x" } })).toEqual([]);
    expect(keys({ status: "DROPPED" })).toEqual([]);
  });
});
