import "#tests/support/database.ts";
import "#app/i18n/all.ts";
import { parse } from "csv-parse/sync";
import { beforeAll, describe, expect, it } from "vitest";
import { addErratum } from "#app/commands/publication/erratum.server.ts";
import { correctablePages, erratumForm } from "#app/domain/publication/erratum.ts";
import { action, loader } from "#app/routes/area/manage/publication/errata.tsx";
import { db } from "#app/platform/db.server.ts";
import { type Judged, openedEdition, publish } from "#tests/factories/published-edition.ts";
import { ask } from "#tests/support/asking.ts";
import { visit } from "#tests/support/public-pages.ts";
import { expectRefused } from "#tests/support/refusal.ts";

// What was published never changes: it is corrected beside it, for good.

let judged: Judged;
const text = { it: "giusto-in-italiano", en: "right-in-english" };
const reason = { it: "perché-in-italiano", en: "why-in-english" };
const params = () => ({ locale: "it", code: judged.sealed.edition.code, no: "1" });
const row = () =>
  db().publication.findUniqueOrThrow({ where: { editionId: judged.sealed.edition.id } });

beforeAll(async () => {
  judged = await openedEdition({ deposits: 3, awarded: 2 });
}, 60_000);

describe("an erratum", () => {
  it("is about what is published, so there is none before", async () => {
    const { edition, organiser } = judged.sealed;
    await expectRefused(
      addErratum(organiser.id, edition.id, { page: "results", text, reason }),
      "too-early",
    );
    await expect(
      db().erratum.create({
        data: {
          editionId: edition.id,
          number: 1,
          page: "results",
          text,
          reason,
          actorId: organiser.id,
          at: new Date(),
        },
      }),
    ).rejects.toThrow("locked");
    await publish(judged, { 1: { named: true, prizeAccepted: true } });
  });

  it("stands on the page it is about, on the results, in the open data and in the log, in both languages", async () => {
    const { edition, organiser } = judged.sealed;
    const before = await row();
    await addErratum(organiser.id, edition.id, { page: "proposals/1", text, reason });
    for (const path of ["proposals/:no", "results", "data.json"]) {
      const { bytes } = await visit(`editions/:code/${path}`, params());
      expect([
        path,
        bytes.includes(text.it),
        bytes.includes(reason.it),
        bytes.includes(text.en),
      ]).toEqual([path, true, true, true]);
    }
    const other =
      (await visit("editions/:code/proposals/:no", { ...params(), no: "2" })).bytes +
      (await visit("editions/:code/statistics", params())).bytes;
    expect(other).not.toContain(text.it);
    expect(
      await db().auditEntry.findFirst({
        where: { action: "publication.corrected", editionId: edition.id },
      }),
    ).toMatchObject({ actorId: organiser.id, detail: { text, reason, page: "proposals/1" } });
    expect(await row()).toEqual(before); // what was published is as it was
  });

  it("gives every page it stands on another tag, so that caches let go of the old one", async () => {
    const tag = async () =>
      (await visit("editions/:code/statistics", params())).headers.get("ETag");
    const before = await tag();
    await addErratum(judged.sealed.organiser.id, judged.sealed.edition.id, {
      page: "statistics",
      text,
      reason,
    });
    expect(await tag()).not.toBe(before);
  });

  it("is marked by number and day in the rows it is about, and stands in words in a table of its own, for who reads tables alone", async () => {
    const table = async (file: string) =>
      parse<Record<string, string>>((await visit(`editions/:code/${file}`, params())).bytes, {
        columns: true,
        bom: true,
      });
    const { at } = await db().erratum.findFirstOrThrow({ where: { page: "proposals/1" } });
    const day = at.toISOString().slice(0, 10);
    expect(
      (await table("data.csv")).map(({ number, errata, errataAt }) => ({
        number,
        errata,
        errataAt,
      })),
    ).toEqual([
      { number: "1", errata: "1", errataAt: day },
      { number: "2", errata: "", errataAt: "" },
      { number: "3", errata: "", errataAt: "" },
    ]);
    expect(new Set((await table("statistics.csv")).map(({ errata }) => errata))).toEqual(
      new Set(["2"]),
    );
    expect(await table("errata.csv")).toMatchObject([
      { number: "1", page: "proposals/1", text: text.it, reason: reason.it },
      { number: "2", page: "statistics" },
    ]);
  });

  it("cannot be changed or removed, nor can what it corrects", async () => {
    for (const sql of [
      `UPDATE "Erratum" SET page = 'results'`,
      `DELETE FROM "Erratum"`,
      `UPDATE "Publication" SET results = '{}'`,
    ]) {
      await expect(db().$executeRawUnsafe(sql)).rejects.toThrow("locked");
    }
  });

  it("is about a page there is", async () => {
    const { edition, organiser } = judged.sealed;
    await expectRefused(
      addErratum(organiser.id, edition.id, { page: "proposals/3", text, reason }),
      "invalid",
    );
    await expectRefused(
      addErratum(organiser.id, edition.id, { page: "minutes/1", text, reason }),
      "invalid",
    );
    expect(correctablePages({ winners: [], minutes: [] })).toEqual(["results", "statistics"]);
    expect(erratumForm.safeParse({ page: "../secret", text, reason }).success).toBe(false);
  });

  it("needs both languages and its reason, each said at its field", async () => {
    const { edition, organiser } = judged.sealed;
    const answer = await ask(action, {
      as: organiser,
      params: { edition: edition.code },
      form: { page: "results", "text.it": "Solo italiano", "reason.it": "x", "reason.en": "x" },
    });
    expect(answer.status).toBe(400);
    expect(Object.keys((answer.value as { result: { error: object } }).result.error)).toEqual([
      "text.en",
    ]);
    const done = await ask(action, {
      as: organiser,
      params: { edition: edition.code },
      form: { page: "results", "text.it": "a", "text.en": "b", "reason.it": "c", "reason.en": "d" },
    });
    expect(done.location).toContain("done=added");
    expect(
      (await ask(loader, { as: organiser, params: { edition: edition.code } })).text,
    ).toContain('"page":"results"');
  });

  it("gets one number each, also when two are added at once", async () => {
    const { edition, organiser } = judged.sealed;
    const numbers = await Promise.all(
      Array.from({ length: 4 }, () =>
        addErratum(organiser.id, edition.id, { page: "results", text, reason }),
      ),
    );
    expect(new Set(numbers).size).toBe(4);
  });
});
