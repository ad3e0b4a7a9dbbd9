import { usualJuryRules } from "#app/domain/jury/rules.ts";
import { describe, expect, test } from "vitest";
import { cautions, type EditionFacts, stepsTo, whyNot } from "#app/domain/edition/guards.ts";
import {
  entered,
  graceEnd,
  hasReached,
  issuesPasses,
  nextPhase,
  type Phase,
  phases,
  takesDeposits,
} from "#app/domain/phase.ts";
import { ready } from "#tests/factories/edition-facts.ts";
import { promises } from "#tests/factories/promises.ts";

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

  type Blocked = [Phase, Partial<EditionFacts>, string, string | undefined];
  const juryOf = (internal: number, external: number) => ({
    internal,
    external,
    chair: true,
    secretary: false,
  });
  const lacks: [Partial<EditionFacts>, string, string][] = [
    [{ understaffed: [4] }, "understaffed", "assignment"],
    [{ lackInternal: [4] }, "lack-internal", "assignment"],
    [{ lackExternal: [4] }, "lack-external", "assignment"],
    [{ together: [3] }, "jurors-together", "assignment"],
    [{ jury: { ...juryOf(4, 3), chair: false } }, "chair", "jury"],
    [{ juryRules: { ...usualJuryRules, jurySecretary: true } }, "jury-secretary", "jury"],
    [{ juryRules: { ...usualJuryRules, juryOdd: true }, jury: juryOf(4, 4) }, "jury-odd", "jury"],
    [
      { juryRules: { ...usualJuryRules, juryInternalShare: 41 }, jury: juryOf(2, 3) },
      "jury-internal-share",
      "jury",
    ],
    [
      { juryRules: { ...usualJuryRules, juryExternalShare: 61 }, jury: juryOf(2, 3) },
      "jury-external-share",
      "jury",
    ],
  ];

  const blocked: Blocked[] = [
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
    ["announced", { opensAt: at("2027-05-29T14:00:00Z") }, "dates-order", "settings"],
    ["announced", { now: at("2027-05-29T14:00:00Z") }, "closes-past", "settings"],
    ["announced", { vote: { startsAt: null, endsAt: null } }, "vote-dates", "settings"],
    [
      "announced",
      { vote: { startsAt: at("2027-06-01T00:00:00Z"), endsAt: null } },
      "vote-dates",
      "settings",
    ],
    [
      "announced",
      { vote: { startsAt: null, endsAt: at("2027-06-01T00:00:00Z") } },
      "vote-dates",
      "settings",
    ],
    ["announced", { minInternal: 60, minExternal: 40 }, "jury-impossible", "settings"],
    ["announced", { quorum: 2 }, "quorum", "settings"],
    ["announced", { quorum: 2, custodianCount: 4 }, "quorum", "settings"],
    ["announced", { custodiansNamed: 4 }, "custodians-named", "custodians"],
    ["announced", { custodiansTested: 4 }, "custodians-tested", "custodians"],
    ["announced", { manifestSignatures: 4 }, "manifest-signatures", "custodians"],
    ["announced", { manifestPinned: "differs" }, "manifest-differs", "custodians"],
    ["announced", { manifestPinned: "no" }, "manifest-unpinned", "custodians"],
    ["announced", { organisers: 0 }, "organisers", "settings"],
    ["open", { now: at("2027-04-15T06:59:59Z") }, "opens-later", "settings"],
    ["open", { opensAt: null }, "opens-later", "settings"],
    ["open", { now: at("2027-05-29T14:00:00Z") }, "closes-past", "settings"],
    ["open", { activated: 99 }, "floor", "phase"],
    ["open", { manifestPinned: "differs" }, "manifest-differs", "custodians"],
    ["screening", { now: at("2027-05-01T11:58:59Z") }, "closes-later", "settings"],
    ["screening", { closesAt: null }, "closes-later", "settings"],
    ["scoring", { rootSignatures: 2 }, "root-signatures", "custodians"],
    ["scoring", { objectionEnds: at("2027-05-01T12:00:01Z") }, "objection", "phase"],
    ["scoring", { objectionEnds: null }, "objection", "phase"],
    ["scoring", { unscreened: 1 }, "unscreened", "screening"],
    ["scoring", { admitted: 0 }, "none-admitted", "screening"],
    ["scoring", { conflictsToAsk: true }, "conflicts-to-ask", "jury/conflicts"],
    ["scoring", { conflictsWait: true }, "conflicts-wait", "jury/conflicts"],
    ["scoring", { jurorsUndeclared: 1 }, "conflicts-undeclared", "jury"],
    ["scoring", { contestOpen: true }, "contest", "screening"],
    [
      "scoring",
      { vote: { startsAt: null, endsAt: at("2027-05-01T12:00:00Z") } },
      "vote-past",
      "vote",
    ],
    ...(["scoring", "deliberation", "frozen"] as const).flatMap((to) =>
      lacks.map(([changes, key, where]): Blocked => [
        to,
        changes,
        key,
        to === "frozen" ? undefined : where,
      ]),
    ),
    ["deliberation", { unconfirmedJurors: 1 }, "unconfirmed", "progress"],
    ["frozen", { secondRoundOpen: 1 }, "second-round", "second-round"],
    ["frozen", { openTies: 1 }, "ties", "ranking"],
    ["frozen", { freezeConfirmations: 1 }, "freeze", "ranking"],
    ["frozen", { vote: { startsAt: null, endsAt: null } }, "vote-open", "vote"],
    [
      "frozen",
      { vote: { startsAt: null, endsAt: at("2027-05-01T12:00:01Z") } },
      "vote-open",
      "vote",
    ],
    ["opening", { rankingFrozen: false }, "not-frozen", "ranking"],
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
    ["archived", { retentionEnds: null }, "retention", "publication"],
    ["archived", { retentionEnds: at("2027-05-01T12:00:01Z") }, "retention", "publication"],
  ];
  test.each(blocked)("%s waits: %o (%s, mended at %s)", (to, missing, key, where) => {
    expect(whyNot(to, { ...ready(to), ...missing })).toEqual([
      expect.objectContaining({ key, ...(where ? { where } : {}) }),
    ]);
  });

  const allowed: [Phase, Partial<EditionFacts>][] = [
    ["announced", { quorum: 3, custodianCount: 4 }],
    ["announced", { manifestPinned: "waived" }],
    ["announced", { minInternal: 60, minExternal: 39 }],
    ["announced", { vote: { startsAt: at("2027-06-01T00:00:00Z"), endsAt: new Date(0) } }],
    ["open", { now: at("2027-04-15T07:00:00Z") }],
    ["open", { now: at("2027-05-29T13:59:59Z") }],
    ["open", { activated: 100 }],
    ["screening", { now: at("2027-05-01T11:59:00Z") }],
    ["scoring", { objectionEnds: at("2027-05-01T12:00:00Z") }],
    ["scoring", { admitted: 1 }],
    ["scoring", { vote: { startsAt: null, endsAt: null } }],
    ["scoring", { vote: { startsAt: null, endsAt: at("2027-05-01T12:00:01Z") } }],
    [
      "scoring",
      {
        juryRules: {
          ...usualJuryRules,
          juryOdd: true,
          juryInternalShare: 40,
          juryExternalShare: 60,
        },
        jury: juryOf(2, 3),
      },
    ],
    ["frozen", { vote: { startsAt: null, endsAt: at("2027-05-01T12:00:00Z") } }],
    ["archived", { retentionEnds: at("2027-05-01T12:00:00Z") }],
  ];
  test.each(allowed)("%s does not wait at the edge: %o", (to, facts) => {
    expect(whyNot(to, { ...ready(to), ...facts })).toEqual([]);
  });

  const counted: [Phase, Partial<EditionFacts>, Record<string, string | number>][] = [
    ["announced", { weightSum: 90 }, { sum: 90 }],
    ["announced", { languagesWithTexts: ["it"] }, { locale: "en" }],
    ["announced", { custodiansNamed: 4, custodiansTested: 4 }, { named: 4, count: 5 }],
    ["announced", { custodiansTested: 3 }, { missing: 2 }],
    ["announced", { manifestSignatures: 4 }, { signed: 4, count: 5 }],
    ["open", { activated: 99 }, { activated: 99, floor: 100 }],
    ["scoring", { rootSignatures: 2 }, { signed: 2, count: 3 }],
    ["scoring", { unscreened: 7 }, { count: 7 }],
    ["scoring", { jurorsUndeclared: 7 }, { count: 7 }],
    ["scoring", { understaffed: [2, 5] }, { numbers: "2, 5", k: 3 }],
    ["scoring", { lackInternal: [2] }, { numbers: "2", count: 1 }],
    ["scoring", { lackExternal: [2] }, { numbers: "2", count: 1 }],
    ["deliberation", { unconfirmedJurors: 7 }, { count: 7 }],
    ["frozen", { secondRoundOpen: 7 }, { count: 7 }],
    ["frozen", { openTies: 7 }, { count: 7 }],
    ["frozen", { freezeConfirmations: 1 }, { count: 1 }],
    ["opening", { rankingSignatures: 2 }, { signed: 2, count: 3 }],
    ["published", { opened: 3 }, { opened: 3, count: 4 }],
    ["published", { unsettled: 7 }, { count: 7 }],
    ["published", { reservesUnsigned: 7 }, { count: 7 }],
    ["published", { unanswered: 7 }, { count: 7 }],
  ];
  test.each(counted)("%s says how much is lacking: %o", (to, facts, params) => {
    expect(whyNot(to, { ...ready(to), ...facts }).map((reason) => reason.params)).toEqual([params]);
  });

  test("each reason that facts can give is in the table above, or among the promises", () => {
    const kept = promises.flatMap(([key, first, last]) =>
      entered
        .filter((to) => hasReached(to, first) && hasReached(last, to))
        .map((to) => `${to}: ${key}`),
    );
    const tried = new Set([...blocked.map(([to, , key]) => `${to}: ${key}`), ...kept]);
    expect([...tried].sort()).toEqual([...reasonsThere()].sort());
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

test("award rules that can never be met are pointed out as long as they can be mended", () => {
  const said = (to: Phase | null) => cautions(to, { minutesUnsigned: [], awardFaults: 2 });
  expect(phases.filter((to) => said(to).length > 0)).toEqual(phases.slice(0, 7));
  expect(said("frozen")).toEqual([{ key: "award-rules", where: "awards", params: { count: 2 } }]);
  expect(said(null)).toEqual([]);
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

/** All reasons that keep an edition from a phase when any one or two of its facts are otherwise. */
function reasonsThere(): Set<string> {
  const found = new Set<string>();
  for (const to of phases.slice(1)) {
    const facts = ready(to);
    const changes = otherwise(facts);
    for (const [at, one] of changes.entries())
      for (const other of changes.slice(at))
        for (const { key } of whyNot(to, { ...facts, ...one, ...other }))
          found.add(`${to}: ${key}`);
  }
  return found;
}

/** Each fact but the phase with other values of its kind. */
function otherwise(facts: EditionFacts): Partial<EditionFacts>[] {
  const dates = [null, new Date(0), at("2099-01-01T00:00:00Z")];
  const of: { [Key in keyof EditionFacts]?: EditionFacts[Key][] } = {
    opensAt: dates,
    closesAt: dates,
    objectionEnds: dates,
    openedByReceiptUntil: dates,
    retentionEnds: dates,
    juryExceptions: [[]],
    openBelowReason: [null, "Ente piccolo"],
    vote: dates.map((endsAt) => ({ startsAt: null, endsAt })),
    manifestPinned: ["yes", "no", "waived", "differs"],
  };
  return Object.entries(facts).flatMap(([key, value]) =>
    key === "phase"
      ? []
      : (of[key as keyof EditionFacts] ?? others(value)).map((each) => ({ [key]: each })),
  );
}

/** Other values of the same kind: a new fact is tried without a line of its own. */
function others(value: unknown): unknown[] {
  if (typeof value === "number") return [0, 98];
  if (typeof value === "boolean") return [!value];
  if (value instanceof Date) return [new Date(0), at("2099-01-01T00:00:00Z")];
  if (Array.isArray(value)) return [value, [4]];
  if (typeof value === "object" && value !== null)
    return Object.entries(value).flatMap(([key, inner]) =>
      others(inner).map((each) => ({ ...value, [key]: each })),
    );
  throw new Error(`The kind of ${String(value)} is not known here: name its other values.`);
}
