import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { phases } from "#app/domain/phase.ts";
import {
  isSignedOff,
  type MinutesFacts,
  minutesFactsSchema,
  readsMinutes,
  shownMinutesSchema,
  signsAs,
  whyNotSign,
  withCorrection,
  withRemark,
} from "#app/domain/meetings/minutes.ts";
import { publicExtract, seenMinutes } from "#app/domain/meetings/minutes-view.ts";
import { rankingMethods } from "#app/domain/ranking/method.ts";

const at = "2027-05-01T08:00:00.000Z";

/** Minutes on proposals 1 to n: each discussed, voted on, tied, corrected and ranked in order. */
function minutes(count: number, method: MinutesFacts["ranking"]["method"] = "mean"): MinutesFacts {
  const numbers = Array.from({ length: count }, (_, i) => i + 1);
  return minutesFactsSchema.parse({
    v: 1,
    salt: "salt-of-the-whole",
    edition: { code: "2027", names: { it: "Idee" }, timeZone: "Europe/Rome" },
    number: 1,
    openedAt: at,
    closedAt: at,
    closedBy: "Carla",
    sealedConflicts: false,
    members: [],
    criteria: [],
    items: numbers.map((no) => ({
      no,
      title: `title-${no}.`,
      locale: "it",
      discussed: true,
      left: ["left"],
      note: `note-${no}.`,
      sheets: [{ letter: "A", round: 1, scores: {}, total: 50 }],
      revisions: [{ letter: "A", before: 1, total: 2, reason: `why-${no}.` }],
    })),
    votes: numbers.map((no) => ({
      number: no,
      at,
      no,
      matter: `matter-${no}.`,
      secret: false,
      inFavour: 1,
      against: 0,
      abstained: 0,
      byName: [{ name: "voter", choice: "favour" }],
      present: 1,
      members: 1,
      replaces: no > 2 ? no - 2 : null,
      reason: `again-${no}.`,
    })),
    ties: numbers.slice(1).map((no) => ({
      at,
      reason: `tie-${no}.`,
      positions: [
        { no: no - 1, position: 1 },
        { no, position: 2 },
      ],
    })),
    ranking: {
      method,
      rows: numbers.map((no) => ({
        no,
        rank: no - (no % 2 === 0 ? 1 : 0),
        score: 90,
        mean: 90,
        sheets: 1,
      })),
      unranked: [],
    },
    commitment: null,
    remarks: [{ at, name: "Carla", text: "remark" }],
    corrections: numbers.map((no) => ({
      at,
      name: "Carla",
      no,
      before: `before-${no}.`,
      reason: `because-${no}.`,
    })),
  });
}

const traces = (no: number) =>
  ["title", "note", "why", "matter", "before", "because"].map((word) => `${word}-${no}.`);

describe("what a reader sees of minutes", () => {
  const some = fc
    .integer({ min: 1, max: 8 })
    .chain((count) =>
      fc.tuple(
        fc.constant(count),
        fc.uniqueArray(fc.integer({ min: 1, max: count })),
        fc.constantFrom(...rankingMethods),
      ),
    );

  it("holds nothing of what is hidden, and no gap in ranks or numbers that tells of it", () => {
    fc.assert(
      fc.property(some, ([count, hidden, method]) => {
        const { facts, withheld } = seenMinutes(minutes(count, method), new Set(hidden));
        const told = JSON.stringify(facts);
        expect(withheld).toBe(hidden.length);
        for (const no of hidden)
          for (const trace of [...traces(no), `tie-${no}.`]) expect(told).not.toContain(trace);
        for (const no of hidden) expect(told).not.toContain(`"no":${no},`);
        for (const no of facts.items.map((item) => item.no))
          for (const trace of traces(no)) expect(told).toContain(trace);
        expect(facts.votes.map(({ number }) => number)).toEqual(facts.votes.map((_, i) => i + 1));
        const rows = facts.ranking?.rows ?? [];
        for (const { rank } of rows)
          expect(rank).toBe(1 + rows.findIndex((row) => row.rank === rank));
        expect(told).not.toContain("salt-of-the-whole");
      }),
    );
  });

  it("has no ranking where every score follows from all sheets, as soon as something is hidden", () => {
    expect(
      rankingMethods.filter(
        (method) => seenMinutes(minutes(3, method), new Set([1])).facts.ranking === null,
      ),
    ).toEqual(["z-score", "additive"]);
    expect(
      rankingMethods.filter(
        (method) => seenMinutes(minutes(3, method), new Set()).facts.ranking === null,
      ),
    ).toEqual([]);
  });

  it("as the published extract is of published proposals alone, without words or names of who left or voted", () => {
    const { facts, withheld } = publicExtract(minutes(6), new Set([1, 2, 5, 9]));
    expect(shownMinutesSchema.safeParse(facts).success).toBe(true);
    expect([
      withheld,
      facts.items.map(({ no }) => no),
      facts.votes.map(({ no }) => no),
      facts.ranking?.rows.map(({ no, rank }) => [no, rank]),
    ]).toEqual([
      3,
      [1, 2, 5],
      [1, 2, 5],
      [
        [1, 1],
        [2, 1],
        [5, 5],
      ],
    ]);
    expect(JSON.stringify(facts)).not.toMatch(
      /title-|note-|why-|again-|tie-\d|before-|because-|remark"|"left":\["|voter/,
    );
    expect(JSON.stringify(facts)).toContain("matter-1.");
  });
});

describe("signing off", () => {
  it("is by the chair and the secretary, or by an organiser where there is no secretary", () => {
    expect([
      signsAs("CHAIR", true),
      signsAs("SECRETARY", true),
      signsAs("ORGANISER", true),
      signsAs("ORGANISER", false),
    ]).toEqual(["CHAIR", "SECRETARY", null, "SECRETARY"]);
  });

  it("takes two different people, each once", () => {
    const chair = { actorId: "dario", capacity: "CHAIR" as const };
    expect(whyNotSign(chair, [])).toBeNull();
    expect(whyNotSign(chair, [chair])).toBe("duplicate");
    expect(whyNotSign({ actorId: "dario", capacity: "SECRETARY" }, [chair])).toBe(
      "holds-other-role",
    );
    expect(whyNotSign({ actorId: "carla", capacity: null }, [])).toBe("not-allowed");
    const both = [chair, { actorId: "sara", capacity: "SECRETARY" as const }];
    expect([
      isSignedOff([chair]),
      isSignedOff(both),
      whyNotSign({ actorId: "carla", capacity: "SECRETARY" }, both),
    ]).toEqual([false, true, "too-late"]);
  });

  it("a correction keeps what had been, and is of an item of the agenda", () => {
    const corrected = withCorrection(minutes(2), 2, "better", {
      at,
      name: "Sara",
      reason: "typo",
    })!;
    expect([corrected.items[1]!.note, corrected.corrections.at(-1)]).toEqual([
      "better",
      { at, name: "Sara", no: 2, before: "note-2.", reason: "typo" },
    ]);
    expect(withCorrection(minutes(2), 3, "x", { at, name: "Sara", reason: "x" })).toBeNull();
    expect(
      withRemark(minutes(1), { at, name: "Sara", text: "second" }).remarks.map(({ text }) => text),
    ).toEqual(["remark", "second"]);
  });

  it("minutes are read by who holds meetings, from deliberation on, by the chair once their own sheets are closed", () => {
    const late = ["deliberation", "frozen", "opening", "published", "archived"];
    expect(
      phases.filter((phase) => readsMinutes({ phase, holder: "SECRETARY", confirmed: false })),
    ).toEqual(late);
    expect(
      phases.filter((phase) => readsMinutes({ phase, holder: "ORGANISER", confirmed: false })),
    ).toEqual(late);
    expect(
      phases.filter((phase) => readsMinutes({ phase, holder: "CHAIR", confirmed: true })),
    ).toEqual(late);
    expect(
      phases.filter(
        (phase) =>
          readsMinutes({ phase, holder: "CHAIR", confirmed: false }) ||
          readsMinutes({ phase, holder: null, confirmed: true }),
      ),
    ).toEqual([]);
  });
});
