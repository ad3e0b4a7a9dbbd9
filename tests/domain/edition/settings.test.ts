import { describe, expect, test } from "vitest";
import { anchorText } from "#app/domain/edition/anchors.ts";
import { askForm } from "#app/domain/jury/conflicts-form.ts";
import { instantOf, momentForm } from "#app/domain/date-form.ts";
import { criterionSchema, newEditionSchema, settingsSchema } from "#app/domain/edition/settings.ts";
import { localTimeOf } from "#app/domain/local-time.ts";
import { preferredLocale } from "#app/domain/locale.ts";

const settings = {
  timeZone: "Europe/Rome",
  opensAt: "2027-04-15T09:00",
  closesAt: "2027-05-29T16:00",
  graceMinutes: "10",
  objectionMinutes: "4320",
  answerMinutes: "14400",
  passesPerPerson: "2",
  furtherBrowsers: "2",
  quorum: "3",
  custodianCount: "5",
  reserveDepth: "3",
  minCategories: "1",
  maxCategories: "2",
  jurorsPerProposal: "3",
  minInternal: "1",
  minExternal: "1",
  minimumScore: "60",
  publishedDepth: "10",
  tieLadder: ["heaviest"],
};

describe("dates are entered in the edition's own time", () => {
  test.each([
    ["2027-03-28T23:59", "2027-03-28T21:59:00.000Z"], // summer time has begun that morning
    ["2027-03-27T23:59", "2027-03-27T22:59:00.000Z"],
    ["2027-10-31T02:30", "2027-10-31T00:30:00.000Z"], // the hour comes twice: the first
    ["2027-10-31T03:00", "2027-10-31T02:00:00.000Z"],
  ])("%s in Rome is %s", (local, instant) => {
    expect(instantOf(local, "Europe/Rome")?.toISOString()).toBe(instant);
  });

  test("the hour that daylight saving skips does not exist", () => {
    expect(instantOf("2027-03-28T02:30", "Europe/Rome")).toBeNull();
  });

  test("what is shown is what was entered", () => {
    for (const local of ["2027-03-28T23:59", "2027-07-01T09:00", "2027-12-31T00:00"])
      expect(localTimeOf(instantOf(local, "Europe/Rome")!, "Europe/Rome")).toContain(local);
  });
});

describe("settings that do not fit are named at their field", () => {
  const wrong: [string, object, string, string][] = [
    [
      "a closing before the opening",
      { closesAt: "2027-04-15T08:00" },
      "closesAt",
      "closes-before-opens",
    ],
    [
      "an hour that does not exist",
      { closesAt: "2027-03-28T02:30", opensAt: undefined },
      "closesAt",
      "skipped-hour",
    ],
    ["a quorum of half", { quorum: "2", custodianCount: "4" }, "quorum", "quorum-majority"],
    ["a quorum above the number of custodians", { quorum: "6" }, "quorum", "too-big?max=5"],
    [
      "more categories at least than at most",
      { minCategories: "3" },
      "maxCategories",
      "too-small?min=3",
    ],
    [
      "more internal and external jurors than jurors",
      { minInternal: "3" },
      "minExternal",
      "too-big?max=0",
    ],
    ["an unknown time zone", { timeZone: "Europa/Roma" }, "timeZone", "time-zone"],
    ["words where a number goes", { graceMinutes: "dieci" }, "graceMinutes", "number"],
    ["words where a score goes", { minimumScore: "sei" }, "minimumScore", "decimal"],
    [
      "a score above a hundred",
      { minimumScore: "100,5" },
      "minimumScore",
      "Too big: expected number to be <=100",
    ],
    ["a word that is no date", { opensAt: "domani" }, "opensAt", "date"],
    ["a day that does not exist", { opensAt: "2027-02-31T09:00" }, "opensAt", "date"],
  ];
  test.each(wrong)("%s", (_what, change, field, message) => {
    const { error } = settingsSchema.safeParse({ ...settings, ...change });
    expect(error?.issues.map((issue) => [issue.path[0], issue.message])).toContainEqual([
      field,
      message,
    ]);
  });

  test("good settings pass, and the ladder always ends in a shared rank", () => {
    expect(settingsSchema.parse(settings)).toMatchObject({
      quorum: 3,
      tieLadder: ["heaviest", "shared"],
    });
  });

  test.each([
    ["6,5", 6.5],
    ["6.5", 6.5],
    ["60", 60],
  ])("a score is written with a comma or a point: %s", (typed, minimumScore) => {
    expect(settingsSchema.parse({ ...settings, minimumScore: typed })).toMatchObject({
      minimumScore,
    });
  });

  test("an edition's code stands in an address", () => {
    expect(newEditionSchema.safeParse({ code: "Innova 2027", name: "x" }).success).toBe(false);
    expect(newEditionSchema.parse({ code: "Innova-2027", name: "x" }).code).toBe("innova-2027");
  });
});

describe("anchored labels are written one a line", () => {
  const criterion = {
    key: "impact",
    position: "1",
    weight: "40",
    maxScore: "5",
    name: { it: "Impatto", en: "" },
    description: { it: "", en: "" },
  };
  test("and come back as they were written", () => {
    const parsed = criterionSchema.parse({
      ...criterion,
      anchors: { it: "0 = Nullo\n5 = Ottimo", en: "5 = Excellent" },
    });
    expect(parsed.anchors).toEqual({ 0: { it: "Nullo" }, 5: { it: "Ottimo", en: "Excellent" } });
    expect(anchorText(parsed.anchors, "it")).toBe("0 = Nullo\n5 = Ottimo");
  });

  test("another line is refused", () => {
    expect(
      criterionSchema.safeParse({ ...criterion, anchors: { it: "ottimo", en: "" } }).error
        ?.issues[0]?.message,
    ).toBe("anchor-line");
  });
});

test.each([
  ["it-IT,it;q=0.9,en;q=0.8", "it"],
  ["en-GB", "en"],
  ["de,en;q=0.5,it;q=0.4", "en"],
  ["de", "it"],
  [null, "it"],
  ["en;q=0.1,it;q=0.2", "it"],
])("a browser that prefers %s reads %s", (header, locale) => {
  expect(preferredLocale(header)).toBe(locale);
});

describe("a date in a form", () => {
  test.each([
    ["domani", "date"],
    ["2027-02-31T09:00", "date"],
    ["2027-03-28T02:30", "skipped-hour"],
    ["2027-03-28T03:30", undefined],
  ])("%s in Rome: %s", (typed, message) => {
    for (const form of [
      momentForm("Europe/Rome"),
      askForm("Europe/Rome").transform(({ until }) => ({ at: until })),
    ]) {
      expect(
        form.safeParse({ at: typed, until: typed }).error?.issues.map((issue) => issue.message),
      ).toEqual(message && [message]);
    }
  });
});
