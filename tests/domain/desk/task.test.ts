import { describe, expect, test } from "vitest";
import type { EditionFacts } from "#app/domain/edition/guards.ts";
import { nextPhase } from "#app/domain/phase.ts";
import {
  custodianTasks,
  type CustodianFacts,
  type Followed,
  jurorTasks,
  organiserTasks,
} from "#app/domain/desk/task.ts";
import { ready } from "#tests/factories/edition-facts.ts";

const quiet = {
  mails: [],
  awaitedAnswers: 0,
  lostKeys: 0,
  faultyKeys: 0,
  toHandOver: 0,
  followed: [],
};
const keys = (tasks: { key: string }[]) => tasks.map(({ key }) => key);
const organiser = (facts: Partial<EditionFacts> & Pick<EditionFacts, "phase">, more = {}) =>
  organiserTasks("e27", { ...ready(nextPhase(facts.phase)!), ...facts }, { ...quiet, ...more });

describe("what waits for an organiser", () => {
  test("is what keeps the next phase, each with its one place", () => {
    expect(organiser({ phase: "preparation", weightSum: 90, custodiansNamed: 0 })).toContainEqual({
      key: "weights",
      params: { sum: 90 },
      to: "/area/manage/e27/criteria",
      blocks: true,
    });
    expect(organiser({ phase: "screening", unscreened: 3 })).toContainEqual({
      key: "unscreened",
      params: { count: 3 },
      to: "/area/manage/e27/screening",
      blocks: true,
    });
  });

  test("leaves out what comes by itself", () => {
    expect(organiser({ phase: "open", closesAt: new Date("2099-01-01") })).toEqual([]);
    expect(organiser({ phase: "published", retentionEnds: new Date("2099-01-01") })).toEqual([]);
  });

  test("says when all is ready for the next phase, names it, and leads to the page that asks before it begins", () => {
    expect(organiser({ phase: "scoring", unconfirmedJurors: 0 })).toEqual([
      {
        key: "phase-ready",
        params: { phase: "deliberation" },
        to: "/area/manage/e27/phase",
        blocks: false,
      },
    ]);
    expect(organiser({ phase: "opening" })).toContainEqual({
      key: "phase-ready",
      params: { phase: "published" },
      to: "/area/manage/e27/publication",
      blocks: false,
    });
    expect(keys(organiser({ phase: "scoring", unconfirmedJurors: 0 }))).toEqual(["phase-ready"]);
    expect(keys(organiser({ phase: "scoring", unconfirmedJurors: 1 }))).toEqual(["unconfirmed"]);
  });

  test("names minutes to be signed where they are signed", () => {
    expect(organiser({ phase: "deliberation", minutesUnsigned: [2] })).toContainEqual(
      expect.objectContaining({ key: "minutes-unsigned", to: "/area/meetings/e27" }),
    );
  });

  test("names the mails that wait for a release", () => {
    expect(
      organiser({ phase: "published", retentionEnds: null }, { mails: ["results", "prize"] }),
    ).toEqual([
      {
        key: "mails-wait",
        params: { count: 2, mails: "results prize" },
        to: "/area/manage/e27/mails",
        blocks: false,
      },
    ]);
  });

  test("has late jurors, lost keys and prizes to hand over, while they matter", () => {
    expect(
      keys(
        organiser(
          { phase: "scoring", unconfirmedJurors: 2 },
          { awaitedAnswers: 2, lostKeys: 1, faultyKeys: 1 },
        ),
      ),
    ).toEqual(["unconfirmed", "keys-lost", "keys-faulty", "jurors-silent"]);
    expect(
      keys(
        organiser(
          { phase: "published", retentionEnds: null },
          { toHandOver: 4, awaitedAnswers: 2 },
        ),
      ),
    ).toEqual(["to-hand-over"]);
  });
});

describe("after the award", () => {
  const winner: Followed = { status: "NOT_BEGUN", entries: [], owned: false };
  const said = {
    number: 1,
    at: "2027-05-01T10:00:00.000Z",
    content: { kind: "status", status: "NOT_BEGUN", reason: {} },
  } satisfies Followed["entries"][number];
  const waits = (...followed: Followed[]) =>
    organiser({ phase: "published", retentionEnds: null }, { followed }).map(
      ({ key, params, to }) => [key, params?.count, to],
    );
  const place = "/area/manage/e27/implementation";
  test("a winner waits for somebody who keeps it and for a word on how far it is", () => {
    expect(waits(winner, winner, { ...winner, owned: true })).toEqual([
      ["owners-missing", 2, place],
      ["status-missing", 3, place],
    ]);
    expect(waits({ ...winner, owned: true, entries: [said] })).toEqual([]);
    expect(
      waits({
        ...winner,
        owned: true,
        entries: [{ ...said, content: { kind: "unit", unit: "Verde" } }],
      }),
    ).toEqual([["status-missing", 1, place]]);
  });
  test("one that is done or dropped waits for nobody", () => {
    for (const status of ["DONE", "DROPPED"] as const)
      expect(waits({ status, owned: false, entries: [said] })).toEqual([]);
  });
});

describe("what waits for a juror", () => {
  const juror = {
    state: "ACCEPTED",
    mayAnswer: false,
    mayDeclare: false,
    declared: true,
    writable: false,
    left: 0,
  } as const;
  test("is the invitation first, and then nothing else", () => {
    expect(
      jurorTasks("e27", {
        ...juror,
        state: "INVITED",
        mayAnswer: true,
        mayDeclare: true,
        declared: false,
      }),
    ).toEqual([{ key: "juror-answer", params: undefined, to: "/area/jury/e27", blocks: false }]);
    expect(jurorTasks("e27", { ...juror, state: "INVITED" })).toEqual([]);
  });
  test("is the declaration, then the sheets, then to confirm them", () => {
    expect(keys(jurorTasks("e27", { ...juror, mayDeclare: true, declared: false }))).toEqual([
      "juror-declare",
    ]);
    expect(jurorTasks("e27", { ...juror, writable: true, left: 7 })).toEqual([
      { key: "juror-sheets", params: { count: 7 }, to: "/area/jury/e27", blocks: false },
    ]);
    expect(keys(jurorTasks("e27", { ...juror, writable: true }))).toEqual(["juror-confirm"]);
    expect(jurorTasks("e27", juror)).toEqual([]);
  });
});

describe("what waits for a custodian", () => {
  const now = new Date("2027-05-01");
  const custodian: CustodianFacts = {
    phase: "preparation",
    checkedAt: now,
    lostAt: null,
    announcedAt: now,
    closedAt: null,
    enrolled: true,
    tested: true,
    manifest: false,
    root: false,
    ranking: false,
    signed: { manifest: false, root: false, ranking: false },
    toOpen: 0,
  };
  const waits = (facts: Partial<CustodianFacts>) =>
    keys(custodianTasks("e27", { ...custodian, ...facts }, now));
  test("is the key, then each signature in its phase, once", () => {
    expect(waits({ enrolled: false, tested: false })).toEqual(["custodian-key"]);
    expect(waits({ tested: false })).toEqual(["custodian-key"]);
    expect(waits({ manifest: true })).toEqual(["custodian-manifest"]);
    expect(waits({ manifest: true, signed: { ...custodian.signed, manifest: true } })).toEqual([]);
    expect(waits({ phase: "screening", root: true })).toEqual(["custodian-root"]);
    expect(waits({ phase: "frozen", ranking: true })).toEqual(["custodian-ranking"]);
  });
  test("is envelopes to open, and the monthly check of the key", () => {
    expect(waits({ phase: "opening", toOpen: 3 })).toEqual(["custodian-open"]);
    expect(waits({ phase: "open", checkedAt: new Date("2027-03-01") })).toEqual([
      "custodian-check",
    ]);
  });
  test("is nothing once the key is lost", () => {
    expect(waits({ lostAt: now, phase: "opening", toOpen: 3 })).toEqual([]);
  });
});
