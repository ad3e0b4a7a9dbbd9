import "#tests/support/database.ts";
import { beforeAll, describe, expect, it } from "vitest";
import { statisticRows } from "#app/domain/publication/open-data.ts";
import { declaredBesideComputed } from "#app/domain/statistics/statistics.ts";
import { resultsPage } from "#app/queries/publication/public-results.server.ts";
import published from "#prisma/demo/edition-2014.json" with { type: "json" };
import { createEdition2014 } from "#prisma/demo/edition-2014.ts";

beforeAll(createEdition2014);

const page = () => resultsPage("2014", "it");

describe("the edition of 2014 shows exactly what was published of it", () => {
  it("has 71 proposals in the seven categories", async () => {
    const { statistics, categories } = (await page()).published;
    expect(statistics.submissions).toBe(71);
    expect(statistics.perCategory).toEqual([
      { key: "service-quality", count: 19 },
      { key: "new-services", count: 7 },
      { key: "environment", count: 7 },
      { key: "organisation", count: 16 },
      { key: "welfare", count: 5 },
      { key: "informatics", count: 3 },
      { key: "efficiency", count: 14 },
    ]);
    expect(categories.map(({ key, name }) => ({ key, ...name }))).toEqual(
      published.categories.map(({ key, it: italian, en }) => ({ key, it: italian, en })),
    );
  });

  it("has 63 proposals by one person, 5 by two and 3 by three, which are 82 people", async () => {
    const { statistics } = (await page()).published;
    expect(statistics.teamSizes).toEqual([
      { key: 1, count: 63 },
      { key: 2, count: 5 },
      { key: 3, count: 3 },
    ]);
    expect(statistics.participants).toBe(82);
  });

  it("says the declared figures beside the computed ones, and that they disagree on the participants", async () => {
    const { statistics, declared } = (await page()).published;
    expect(declared?.figures).toEqual({
      participants: 111,
      proposals: 71,
      awarded: 10,
      platformContacts: 4000,
      budgetEur: 12_000,
      publicMoneyEur: 0,
      employees: 10_000,
    });
    const compared = declaredBesideComputed(declared!.figures, {
      proposals: statistics.submissions,
      participants: statistics.participants,
    });
    expect(compared.filter(({ disagree }) => disagree)).toEqual([
      { figure: "participants", declared: 111, computed: 82, disagree: true },
    ]);
  });

  it("says that sources give 10, 19 or 20 awarded proposals", async () => {
    expect((await page()).published.declared?.alternatives).toEqual({ awarded: [10, 19, 20] });
  });

  it("names the six sponsors and the prizes they gave", async () => {
    const { sponsors } = (await page()).published;
    expect(sponsors.map(({ name }) => name)).toEqual(published.sponsors);
    const stock = sponsors.flatMap(({ name, prizes }) =>
      prizes.map(({ name: prize, quantity }) => ({ sponsor: name, prize: prize.en, quantity })),
    );
    expect(stock).toEqual(published.prizeStock);
  });

  it("shows the two winners with their summaries and nobody's name", async () => {
    const { winners } = (await page()).published;
    expect(winners.map(({ texts }) => texts.en)).toEqual(published.winners);
    expect(winners.map(({ names }) => names)).toEqual([null, null]);
    expect(winners.every(({ texts }) => texts.it?.title && texts.it.summary)).toBe(true);
  });

  it("keeps the dates in the city's own time", async () => {
    const { edition } = (await page()).published;
    expect(edition).toMatchObject({
      code: "2014",
      timeZone: "Europe/Rome",
      opensAt: "2014-04-14T22:00:00.000Z",
      closesAt: "2014-05-29T14:00:00.000Z",
    });
  });

  it("gives every figure as open data", async () => {
    const rows = statisticRows((await page()).published, "en");
    const value = (figure: string, key: string | number = "", status = "computed") =>
      rows.find((row) => row.figure === figure && row.key === key && row.status === status)?.value;
    expect([
      value("submissions"),
      value("participants"),
      value("participants", "", "declared"),
      value("awarded", "", "declared"),
    ]).toEqual([71, 82, 111, 10]);
    expect([
      value("budgetEur", "", "declared"),
      value("publicMoneyEur", "", "declared"),
      value("platformContacts", "", "declared"),
    ]).toEqual([12_000, 0, 4000]);
    expect(published.categories.map(({ key }) => value("perCategory", key))).toEqual(
      published.categories.map(({ proposals }) => proposals),
    );
    expect(
      Object.entries(published.teamSizes).map(([size]) => value("teamSizes", Number(size))),
    ).toEqual(Object.values(published.teamSizes));
    expect(
      rows
        .filter(({ figure }) => figure === "prizes")
        .map(({ key, label, value: quantity }) => ({ sponsor: key, prize: label, quantity })),
    ).toEqual(published.prizeStock);
  });
});
