import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Assembly,
  type Choice,
  choices,
  countsOf,
  isAdopted,
  isQuorate,
  isSecret,
  roomOf,
  voteSchema,
  whyNotVote,
} from "#app/domain/meetings/vote.ts";

const people = ["ada", "bruno", "carla", "dario", "elena"];
const assembly = (present: string[], left: string[] = []): Assembly => ({
  of: people,
  present: new Set(present),
  left: new Set(left),
});
const counted = (inFavour: number, against = 0, abstained = 0) => ({
  secret: true,
  counts: { inFavour, against, abstained },
  voters: [],
});

describe("a vote", () => {
  it("is adopted by more in favour than against; who abstains casts none, and equal votes do not adopt", () => {
    expect(isAdopted({ inFavour: 2, against: 1, abstained: 5 })).toBe(true);
    expect(isAdopted({ inFavour: 2, against: 2, abstained: 0 })).toBe(false);
    expect(isAdopted({ inFavour: 0, against: 0, abstained: 3 })).toBe(false);
  });

  it("needs more than half of the members with a vote, and whoever leaves for one proposal is still present", () => {
    expect(isQuorate(assembly(people.slice(0, 3)))).toBe(true);
    expect(isQuorate(assembly(people.slice(0, 2)))).toBe(false);
    expect(isQuorate({ of: people.slice(0, 4), present: new Set(people.slice(0, 2)) })).toBe(false);
    expect(whyNotVote(assembly(people.slice(0, 2)), counted(1))).toEqual({ code: "no-quorum" });
    expect(whyNotVote(assembly(people.slice(0, 3), ["ada", "bruno"]), counted(1))).toBeNull();
  });

  it("has a vote cast, and no more than there are people in the room", () => {
    expect(whyNotVote(assembly(people), counted(0))).toEqual({ code: "no-votes" });
    expect(whyNotVote(assembly(people, ["ada"]), counted(3, 1, 1))).toEqual({
      code: "too-many-votes",
      params: { max: 4 },
    });
    expect(whyNotVote(assembly(people, ["ada"]), counted(3, 1))).toBeNull();
  });

  it("by name is of people in the room: neither who left, nor who is absent, nor who has no vote", () => {
    const cast = (voter: string) => ({
      secret: false,
      counts: { inFavour: 1, against: 0, abstained: 0 },
      voters: [voter],
    });
    const here = assembly(["ada", "bruno", "carla"], ["carla"]);
    expect(
      ["ada", "bruno", "carla", "dario", "secretary"].filter(
        (voter) => whyNotVote(here, cast(voter)) === null,
      ),
    ).toEqual(["ada", "bruno"]);
  });

  it("is counted where the edition wants it, and on proposals where conflicts are sealed", () => {
    expect([
      isSecret({ secretVotes: false, sealedConflicts: true }, true),
      isSecret({ secretVotes: false, sealedConflicts: true }, false),
      isSecret({ secretVotes: true, sealedConflicts: false }, false),
    ]).toEqual([true, false, true]);
  });

  it("that replaces another says why", () => {
    expect(
      voteSchema
        .safeParse({ matter: "x", replaces: "1" })
        .error?.issues.map(({ path, message }) => [path, message]),
    ).toEqual([[["reason"], "required"]]);
    expect(voteSchema.safeParse({ matter: "x", replaces: "", publicNo: "" }).success).toBe(true);
  });
});

describe("whatever is recorded", () => {
  const some = fc.subarray(people);
  const ballots = fc.dictionary(
    fc.constantFrom(...people, "somebody"),
    fc.constantFrom<Choice>(...choices),
  );

  it("a vote never has more votes than people in the room, and nobody votes who is not there", () => {
    fc.assert(
      fc.property(some, some, ballots, fc.boolean(), (present, left, byName, secret) => {
        const here = assembly(present, left);
        const counts = countsOf(byName);
        if (whyNotVote(here, { secret, counts, voters: Object.keys(byName) })) return;
        expect(counts.inFavour + counts.against + counts.abstained).toBeLessThanOrEqual(
          roomOf(here).length,
        );
        expect(roomOf(here).length).toBeLessThanOrEqual(present.length);
        if (!secret)
          for (const voter of Object.keys(byName))
            expect(present.includes(voter) && !left.includes(voter)).toBe(true);
      }),
    );
  });

  it("one more against never adopts what was not", () => {
    const counts = fc.record({ inFavour: fc.nat(20), against: fc.nat(20), abstained: fc.nat(20) });
    fc.assert(
      fc.property(counts, (before) => {
        if (!isAdopted(before))
          expect(isAdopted({ ...before, against: before.against + 1 })).toBe(false);
      }),
    );
  });
});
