import { usualJuryRules } from "#app/domain/jury/rules.ts";
import { describe, expect, test } from "vitest";
import { cautions, type EditionFacts, stepsTo, whyNot } from "#app/domain/edition/guards.ts";
import {
  graceEnd,
  issuesPasses,
  nextPhase,
  type Phase,
  phases,
  takesDeposits,
} from "#app/domain/phase.ts";
import { ready } from "#tests/factories/edition-facts.ts";

const at = (iso: string) => new Date(iso);

describe("an edition goes one way, one phase at a time", () => {
  test.each(phases.slice(1))("nothing blocks the way to %s when everything is there", (to) => {
    expect(whyNot(to, ready(to))).toEqual([]);
  });

  test("from each phase only the next can be entered", () => {
    for (const from of phases) {
      for (const to of phases) {
        const reasons = whyNot(to, {
          ...ready(to === "preparation" ? "announced" : to),
          phase: from,
        });
        if (nextPhase(from) === to) expect(reasons).toEqual([]);
        else expect(reasons).toEqual([{ key: "order" }]);
      }
    }
  });

  const blocked: [Phase, Partial<EditionFacts>, string, string | undefined][] = [
    ["announced", { weightSum: 90 }, "weights", "criteria"],
    ["announced", { criteria: 0, weightSum: 0 }, "weights", "criteria"],
    ["announced", { categories: 0 }, "categories", "categories"],
    ["announced", { opensAt: null }, "dates", "settings"],
    [
      "announced",
      { now: at("2027-03-01T00:00:00Z"), closesAt: at("2027-04-01T00:00:00Z") },
      "dates-order",
      "settings",
    ],
    ["announced", { now: at("2027-06-01T00:00:00Z") }, "closes-past", "settings"],
    ["announced", { languagesWithTexts: ["it"] }, "texts", "settings"],
    ["announced", { quorum: 2 }, "quorum", "settings"],
    ["announced", { custodiansNamed: 4 }, "custodians-named", "custodians"],
    ["announced", { custodiansTested: 4 }, "custodians-tested", "custodians"],
    ["announced", { manifestSignatures: 4 }, "manifest-signatures", "custodians"],
    ["announced", { manifestPinned: "differs" }, "manifest-differs", "custodians"],
    ["announced", { manifestPinned: "no" }, "manifest-unpinned", "custodians"],
    ["announced", { organisers: 0 }, "organisers", "settings"],
    ["open", { now: at("2027-04-15T06:59:59Z") }, "opens-later", "settings"],
    ["open", { activated: 99 }, "floor", "phase"],
    ["open", { manifestPinned: "differs" }, "manifest-differs", "custodians"],
    ["screening", { now: at("2027-05-01T11:58:59Z") }, "closes-later", "settings"],
    ["scoring", { rootSignatures: 2 }, "root-signatures", "custodians"],
    ["scoring", { objectionEnds: at("2027-05-01T12:00:01Z") }, "objection", "phase"],
    ["scoring", { unscreened: 1 }, "unscreened", "screening"],
    ["scoring", { admitted: 0 }, "none-admitted", "screening"],
    ["scoring", { understaffed: [4] }, "understaffed", "assignment"],
    ["scoring", { conflictsToAsk: true }, "conflicts-to-ask", "jury/conflicts"],
    ["scoring", { conflictsWait: true }, "conflicts-wait", "jury/conflicts"],
    ["scoring", { jurorsUndeclared: 1 }, "conflicts-undeclared", "jury"],
    ["scoring", { contestOpen: true }, "contest", "screening"],
    [
      "scoring",
      { jury: { internal: 4, external: 3, chair: false, secretary: true } },
      "chair",
      "jury",
    ],
    ["scoring", { together: [3] }, "jurors-together", "assignment"],
    [
      "scoring",
      { juryRules: { ...usualJuryRules, jurySecretary: true } },
      "jury-secretary",
      "jury",
    ],
    ["deliberation", { unconfirmedJurors: 1 }, "unconfirmed", "progress"],
    ["frozen", { openTies: 1 }, "ties", "ranking"],
    ["frozen", { freezeConfirmations: 1 }, "freeze", "ranking"],
    ["opening", { rankingSignatures: 2 }, "ranking-signatures", "custodians"],
    ["published", { opened: 3 }, "unopened", "opening"],
    ["published", { unanswered: 1 }, "unanswered", "opening"],
    ["published", { unsettled: 1 }, "unsettled", "opening"],
    ["published", { reservesUnsigned: 1 }, "reserves-unsigned", "opening"],
    [
      "published",
      { opened: 3, openedByReceiptUntil: at("2027-05-01T12:00:01Z") },
      "unopened",
      "opening",
    ],
  ];
  test.each(blocked)("%s waits: %o (%s, mended at %s)", (to, missing, key, where) => {
    expect(whyNot(to, { ...ready(to), ...missing })).toEqual([
      expect.objectContaining({ key, ...(where ? { where } : {}) }),
    ]);
  });

  test("what nobody opens is waited for no longer when custodians cannot and the days to open with the receipt are over", () => {
    expect(
      whyNot("published", {
        ...ready("published"),
        opened: 3,
        openedByReceiptUntil: at("2027-05-01T12:00:00Z"),
      }),
    ).toEqual([]);
  });

  test("below the floor an organiser's public reason opens", () => {
    expect(
      whyNot("open", { ...ready("open"), activated: 3, openBelowReason: "Ente piccolo" }),
    ).toEqual([]);
  });
});

test("what is left until the publication is every phase on the way, in order; only the next one says what keeps it", () => {
  const steps = stepsTo("published", { ...ready("deliberation"), unconfirmedJurors: 2 });
  expect(steps.map(({ phase, where }) => [phase, where])).toEqual([
    ["deliberation", "progress"],
    ["frozen", "ranking"],
    ["opening", "custodians"],
    ["published", "opening"],
  ]);
  expect(steps.map(({ blocked }) => blocked.map(({ key }) => key))).toEqual([
    ["unconfirmed"],
    [],
    [],
    [],
  ]);
  expect(stepsTo("published", ready("archived"))).toEqual([]);
});

describe("deposits are taken while the edition is open, up to the end of the grace period", () => {
  const edition = {
    phase: "open" as Phase,
    closesAt: at("2027-05-29T14:00:00Z"),
    graceMinutes: 10,
  };
  test.each([
    ["2027-05-29T13:59:59Z", true],
    ["2027-05-29T14:09:59Z", true],
    ["2027-05-29T14:10:00Z", false],
  ])("at %s: %s", (now, taken) => {
    expect(takesDeposits(edition, at(now))).toBe(taken);
  });

  test("in no other phase", () => {
    expect(
      phases.filter((phase) => takesDeposits({ ...edition, phase }, at("2027-05-01T00:00:00Z"))),
    ).toEqual(["open"]);
  });

  test("passes are issued from the announcement on", () => {
    expect(
      phases.filter((phase) => issuesPasses({ ...edition, phase }, at("2027-05-01T00:00:00Z"))),
    ).toEqual(["announced", "open"]);
    expect(issuesPasses(edition, at("2027-05-29T14:10:00Z"))).toBe(false);
  });

  test("a grace period is counted in minutes, also over a change of the clocks", () => {
    expect(graceEnd(at("2027-10-31T00:55:00Z"), 10).toISOString()).toBe("2027-10-31T01:05:00.000Z");
  });
});

test("minutes that are not signed are pointed out before the freeze and the publication, and block neither", () => {
  const facts = { ...ready("frozen"), minutesUnsigned: [1, 3] };
  expect(whyNot("frozen", facts)).toEqual([]);
  expect(phases.filter((to) => cautions(to, facts).length > 0)).toEqual(["frozen", "published"]);
  expect(cautions("frozen", facts)).toEqual([
    { key: "minutes-unsigned", where: undefined, params: { count: 2, numbers: "1, 3" } },
  ]);
  expect(cautions("frozen", { minutesUnsigned: [], awardFaults: 0 })).toEqual([]);
});

describe("what the call promises of the jury", () => {
  const broken = {
    understaffed: [2, 5],
    lackExternal: [6],
    together: [3],
    jury: { internal: 4, external: 0, chair: false, secretary: false },
  };
  const keys = (to: Phase, changes: object) =>
    whyNot(to, { ...ready(to), ...broken, ...changes }).map(({ key }) => key);
  const lacks = ["understaffed", "lack-external", "jurors-together", "chair"];

  test("holds before scoring, before deliberation and before the freeze", () => {
    for (const to of ["scoring", "deliberation", "frozen"] as const)
      expect(keys(to, {})).toEqual(lacks);
    for (const to of ["open", "screening", "opening", "published"] as const)
      expect(keys(to, {})).toEqual([]);
  });

  test("names where it can be mended, as long as it can", () => {
    const where = (to: Phase, changes: object = {}) =>
      whyNot(to, { ...ready(to), ...broken, ...changes }).map((reason) => reason.where);
    expect(where("deliberation")).toEqual(["assignment", "assignment", "assignment", "jury"]);
    expect(where("frozen")).toEqual([undefined, undefined, undefined, undefined]);
    expect(
      where("frozen", { juryRules: { ...ready("frozen").juryRules, secondRoundJurors: 1 } }),
    ).toEqual(["second-round", "second-round", "second-round", undefined]);
  });

  test("may be let go with a public reason, but not before scoring", () => {
    const reasons = (to: Phase) => whyNot(to, { ...ready(to), ...broken });
    const exception = {
      phase: "deliberation" as const,
      reason: "Due giurati si sono dimessi.",
      lacks: reasons("deliberation"),
    };
    expect(keys("deliberation", { juryExceptions: [exception] })).toEqual([]);
    expect(keys("frozen", { juryExceptions: [exception] })).toEqual([]);
    expect(keys("scoring", { juryExceptions: [exception] })).toEqual(lacks);
  });

  test("and what is lacking later needs a reason of its own", () => {
    const exception = {
      phase: "deliberation" as const,
      reason: "Due giurati si sono dimessi.",
      lacks: whyNot("deliberation", { ...ready("deliberation"), ...broken }),
    };
    expect(
      keys("frozen", {
        understaffed: [2],
        lackExternal: [],
        together: [],
        juryExceptions: [exception],
      }),
    ).toEqual(["understaffed", "chair"]);
    expect(keys("frozen", { understaffed: [2, 5, 7], juryExceptions: [exception] })).toEqual(lacks);
  });
});

test("an edition whose jury cannot exist is not announced", () => {
  const facts = ready("announced");
  const halves = {
    ...facts.juryRules,
    juryOdd: true,
    juryInternalShare: 50,
    juryExternalShare: 50,
  };
  expect(whyNot("announced", { ...facts, juryRules: halves })).toEqual([
    { key: "jury-impossible", where: "settings", params: undefined },
  ]);
});
