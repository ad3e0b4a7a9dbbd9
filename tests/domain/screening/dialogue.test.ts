import { describe, expect, it } from "vitest";
import {
  announcesByItself,
  dayAfter,
  inReadingOrder,
  localDay,
  messageText,
  unannounced,
  whyNotAnnounce,
  whyNotAnswer,
  whyNotContest,
} from "#app/domain/screening/dialogue.ts";
import { phases } from "#app/domain/phase.ts";

const at = (iso: string) => new Date(iso);
const rome = "Europe/Rome";

describe("the night a proposer's words wait for", () => {
  it.each([
    ["2027-03-01T22:30:00Z", "2027-03-01"], // half past eleven in the evening in Rome
    ["2027-03-01T23:10:00Z", "2027-03-02"], // ten past midnight
    ["2027-03-28T00:30:00Z", "2027-03-28"], // the night in which the clocks go forward
    ["2027-03-27T23:30:00Z", "2027-03-28"],
    ["2027-10-30T21:59:00Z", "2027-10-30"], // and the one in which they go back
    ["2027-10-30T22:00:00Z", "2027-10-31"],
  ])("at %s it is %s in Rome", (instant, day) => {
    expect(localDay(at(instant), rome).toISOString().slice(0, 10)).toBe(day);
  });

  it("ends on the next day, also at the end of a month", () => {
    expect(dayAfter(at("2027-02-28"))).toEqual(at("2027-03-01"));
  });
});

describe("a proposer may write", () => {
  it("an answer while proposals are screened, once something was asked", () => {
    expect(phases.filter((phase) => whyNotAnswer({ phase, questions: 1 }) === null)).toEqual([
      "screening",
    ]);
    expect(whyNotAnswer({ phase: "screening", questions: 0 })).toBe("nothing-to-answer");
    expect(whyNotAnswer({ phase: "scoring", questions: 1 })).toBe("wrong-phase");
  });

  it("against an exclusion for so many minutes from when it was written", () => {
    const screening = { verdict: "EXCLUDED" as const, at: at("2027-03-01T10:00:00Z") };
    const why = (now: string, changes: object = {}) =>
      whyNotContest({
        phase: "screening",
        screening,
        contestMinutes: 60,
        now: at(now),
        ...changes,
      });
    expect(why("2027-03-01T10:59:59Z")).toBeNull();
    expect(why("2027-03-01T11:00:00Z")).toBe("too-late");
    expect(why("2027-03-01T10:30:00Z", { screening: { ...screening, verdict: "CLEARED" } })).toBe(
      "nothing-to-answer",
    );
    expect(why("2027-03-01T10:30:00Z", { screening: null })).toBe("nothing-to-answer");
    expect(why("2027-03-01T10:30:00Z", { phase: "scoring" })).toBe("wrong-phase");
  });

  it("something, not too much, that can be stored", () => {
    const issue = (text: string) => messageText.safeParse(text).error?.issues[0]?.message;
    expect([issue("  "), issue("a".repeat(4001)), issue("a\u0000"), issue(" sì ")]).toEqual([
      "required",
      "too-long?max=4000",
      "broken-text",
      undefined,
    ]);
  });
});

describe("a dialogue", () => {
  it("reads by days; what was written the day before stands before the day's questions", () => {
    const message = (id: string, side: "ORGANISER" | "PROPOSER", day: string) => ({
      id,
      side,
      kind: side === "ORGANISER" ? ("QUESTION" as const) : ("ANSWER" as const),
      text: "",
      visibleFrom: at(day),
    });
    const all = [
      message("d", "ORGANISER", "2027-03-02"),
      message("a", "PROPOSER", "2027-03-03"),
      message("c", "PROPOSER", "2027-03-02"),
      message("b", "ORGANISER", "2027-03-01"),
    ];
    expect(inReadingOrder(all).map(({ id }) => id)).toEqual(["b", "c", "d", "a"]);
  });
});

describe("the announcement of questions", () => {
  const facts = (asked: string[], announced: string[], now: string) => ({
    phase: "screening" as const,
    asked: asked.map(at),
    announced: announced.map(at),
    now: at(now),
    timeZone: rome,
  });

  it("is possible once a day, when there is something new", () => {
    expect(whyNotAnnounce(facts([], [], "2027-03-01T10:00:00Z"))).toBe("nothing-to-answer");
    expect(whyNotAnnounce(facts(["2027-03-01T09:00:00Z"], [], "2027-03-01T10:00:00Z"))).toBeNull();
    expect(
      whyNotAnnounce(
        facts(["2027-03-01T09:00:00Z"], ["2027-03-01T10:00:00Z"], "2027-03-01T11:00:00Z"),
      ),
    ).toBe("nothing-to-answer");
    expect(
      whyNotAnnounce(
        facts(["2027-03-01T10:30:00Z"], ["2027-03-01T10:00:00Z"], "2027-03-01T11:00:00Z"),
      ),
    ).toBe("announced-today");
    expect(
      whyNotAnnounce(
        facts(["2027-03-01T10:30:00Z"], ["2027-03-01T10:00:00Z"], "2027-03-01T23:01:00Z"),
      ),
    ).toBeNull(); // past midnight in Rome
    expect(
      whyNotAnnounce({
        ...facts(["2027-03-01T09:00:00Z"], [], "2027-03-01T10:00:00Z"),
        phase: "scoring",
      }),
    ).toBe("wrong-phase");
  });

  it("counts what nobody was told of", () => {
    expect(
      unannounced(
        facts(
          ["2027-03-01T09:00:00Z", "2027-03-01T11:00:00Z", "2027-03-01T12:00:00Z"],
          ["2027-03-01T10:00:00Z"],
          "2027-03-01T13:00:00Z",
        ),
      ),
    ).toBe(2);
  });

  it("happens by itself after the midnight that follows a question, and not before", () => {
    expect(announcesByItself(facts(["2027-03-01T09:00:00Z"], [], "2027-03-01T22:59:00Z"))).toBe(
      false,
    );
    expect(announcesByItself(facts(["2027-03-01T09:00:00Z"], [], "2027-03-01T23:01:00Z"))).toBe(
      true,
    );
    expect(
      announcesByItself(
        facts(["2027-03-01T09:00:00Z"], ["2027-03-01T09:30:00Z"], "2027-03-01T23:01:00Z"),
      ),
    ).toBe(false);
  });
});
