import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { settingsSchema } from "#app/domain/edition/settings.ts";
import { answerDate, whyNotAppoint } from "#app/domain/jury/jury.ts";
import { compositionReasons, isJuryPossible } from "#app/domain/jury/composition.ts";
import { juryRuleFaults, usualJuryRules } from "#app/domain/jury/rules.ts";

const whole = { internal: 4, external: 3, chair: true, secretary: true };
const lacks = (rules: object, jury: object) =>
  compositionReasons({ ...usualJuryRules, ...rules }, { ...whole, ...jury });

describe("the composition of the jury", () => {
  it("wants a chair, and nothing else unless the edition says so", () => {
    expect(lacks({}, { secretary: false })).toEqual([]);
    expect(lacks({}, { chair: false })).toEqual([
      { key: "chair", where: "jury", params: undefined },
    ]);
  });

  it.each<[string, object, object, object[]]>([
    ["a secretary", { jurySecretary: true }, { secretary: false }, [{ key: "jury-secretary" }]],
    [
      "an odd number",
      { juryOdd: true },
      { internal: 5 },
      [{ key: "jury-odd", params: { count: 8 } }],
    ],
    [
      "a share of internal jurors",
      { juryInternalShare: 60 },
      {},
      [{ key: "jury-internal-share", params: { count: 4, all: 7, share: 60 } }],
    ],
    [
      "a share of external jurors",
      { juryExternalShare: 43 },
      {},
      [{ key: "jury-external-share", params: { count: 3, all: 7, share: 43 } }],
    ],
    ["a share that is just met", { juryExternalShare: 50 }, { internal: 3 }, []],
  ])("can want %s", (_, rules, jury, reasons) => {
    expect(lacks(rules, jury)).toMatchObject(reasons);
    expect(lacks(rules, jury)).toHaveLength(reasons.length);
  });

  it("is never refused for both shares at once when they add up to 100 and are met exactly", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 30 }),
        fc.integer({ min: 1, max: 30 }),
        (internal, external) => {
          const share = Math.floor((internal * 100) / (internal + external));
          expect(
            lacks(
              {
                juryInternalShare: share,
                juryExternalShare: Math.floor((external * 100) / (internal + external)),
              },
              { internal, external },
            ),
          ).toEqual([]);
        },
      ),
    );
  });
});

describe("the rules themselves", () => {
  const faults = (rules: object) => {
    const parsed = settingsSchema.safeParse({
      timeZone: "Europe/Rome",
      graceMinutes: 0,
      objectionMinutes: 0,
      answerMinutes: 0,
      passesPerPerson: 1,
      furtherBrowsers: 0,
      quorum: 2,
      custodianCount: 3,
      reserveDepth: 0,
      minCategories: 1,
      maxCategories: 1,
      jurorsPerProposal: 1,
      minInternal: 0,
      minExternal: 0,
      minimumScore: 0,
      publishedDepth: 0,
      ...rules,
    });
    return parsed.success
      ? []
      : parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  };
  it("are usual ones where nothing was entered", () => expect(faults({})).toEqual([]));
  it("do not ask for more than everybody", () =>
    expect(faults({ juryInternalShare: 60, juryExternalShare: 50 })).toEqual([
      "juryExternalShare: too-big?max=40",
    ]));
  it.each<[string, object]>([
    [
      "an odd number in two halves",
      { juryOdd: true, juryInternalShare: 50, juryExternalShare: 50 },
    ],
    [
      "an odd number in thirds of 100 people",
      { juryOdd: true, juryInternalShare: 33, juryExternalShare: 67 },
    ],
    [
      "nobody but internal jurors, and one from outside for each proposal",
      { juryInternalShare: 100, minExternal: 1, jurorsPerProposal: 2 },
    ],
  ])("are refused where no jury can meet them: %s", (_, rules) => {
    expect(faults(rules)).toEqual(["juryExternalShare: jury-impossible"]);
  });
  it("are refused exactly where no jury of up to 99 people meets them", () => {
    const share = fc.integer({ min: 0, max: 100 });
    const some = fc.record({
      juryOdd: fc.boolean(),
      juryInternalShare: share,
      juryExternalShare: share,
      jurorsPerProposal: fc.integer({ min: 1, max: 15 }),
      minInternal: fc.integer({ min: 0, max: 7 }),
      minExternal: fc.integer({ min: 0, max: 7 }),
    });
    fc.assert(
      fc.property(some, (rules) => {
        const juries = Array.from({ length: 99 }, (_, at) => at + 1).flatMap((all) =>
          Array.from({ length: all + 1 }, (_, internal) => ({
            internal,
            external: all - internal,
          })),
        );
        const meets = ({ internal, external }: (typeof juries)[number]) =>
          internal + external >= rules.jurorsPerProposal &&
          internal >= rules.minInternal &&
          external >= rules.minExternal &&
          lacks(rules, { internal, external }).length === 0;
        expect(isJuryPossible(rules)).toBe(juries.some(meets));
      }),
      { numRuns: 300 },
    );
  });
  it("remind nobody before the days have begun", () => {
    expect(faults({ jurorAnswerDays: 3, remindAnswerBefore: 3 })).toEqual([
      "remindAnswerBefore: too-big?max=2",
    ]);
    expect(faults({ scoringDays: 5, remindScoringBefore: 9 })).toEqual([
      "remindScoringBefore: too-big?max=4",
    ]);
    expect(faults({ scoringDays: 0, remindScoringBefore: 9 })).toEqual([]);
  });
});

describe("appointing", () => {
  it("waits for closing where the edition says so", () => {
    expect(whyNotAppoint("open")).toBeNull();
    expect(whyNotAppoint("open", { juryAfterClosing: true })).toBe("too-early");
    expect(whyNotAppoint("screening", { juryAfterClosing: true })).toBeNull();
  });
  it("ends with deliberation, for the secretary with the freeze", () => {
    expect(whyNotAppoint("deliberation")).toBe("too-late");
    expect(whyNotAppoint("deliberation", { until: "frozen" })).toBeNull();
    expect(whyNotAppoint("frozen", { until: "frozen" })).toBe("too-late");
  });
  it("asks for an answer within the days, or without a date", () => {
    expect(answerDate(new Date("2027-05-01T10:00:00Z"), 7)).toEqual(
      new Date("2027-05-08T10:00:00Z"),
    );
    expect(answerDate(new Date(), 0)).toBeNull();
  });
});

describe("days that are none", () => {
  it("leave a reminder before them alone", () => {
    const faults = (rules: object) => juryRuleFaults({ ...usualJuryRules, ...rules });
    expect(faults({ jurorAnswerDays: 0, scoringDays: 0 })).toEqual([]);
    expect(faults({ jurorAnswerDays: 2, scoringDays: 5 })).toEqual([
      { field: "remindAnswerBefore", message: "too-big?max=1" },
      { field: "remindScoringBefore", message: "too-big?max=4" },
    ]);
    expect(faults({ jurorAnswerDays: 3, scoringDays: 6 })).toEqual([]);
  });
});
