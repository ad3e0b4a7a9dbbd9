import "#tests/support/database.ts";
import "#app/i18n/all.ts";
import { describe, expect, it } from "vitest";
import { publishedSchema } from "#app/domain/publication/publication.ts";
import { db } from "#app/platform/db.server.ts";
import { type Held, publishedWithMinutes } from "#tests/factories/published-minutes.ts";
import { visit, visitAll } from "#tests/support/public-pages.ts";

const at = ({ sealed }: Held, locale = "it") => ({ locale, code: sealed.edition.code, no: "1" });
const page = "editions/:code/minutes/:no";

describe("minutes are published", () => {
  it("as an extract of what is published of the ranking: numbers, without words, names of voters, or anything of the others", async () => {
    const held = await publishedWithMinutes();
    const { results } = await db().publication.findUniqueOrThrow({
      where: { editionId: held.sealed.edition.id },
    });
    const [minutes] = publishedSchema.parse(results).minutes;
    expect(minutes!.withheld).toBe(3);
    expect(
      minutes!.facts.items.map(({ no, title, note, sheets }) => [no, title, note, sheets.length]),
    ).toEqual([
      [1, "", "", 2],
      [2, "", "", 2],
    ]);
    expect(minutes!.facts.ranking?.rows.map(({ no, rank }) => [no, rank])).toEqual([
      [1, 1],
      [2, 2],
    ]);
    expect(minutes!.facts.votes).toMatchObject([
      { no: 1, matter: "quesito-1", inFavour: 2, byName: [] },
    ]);
    expect(minutes!.signed.signatures.map(({ capacity, name }) => [capacity, name])).toContainEqual(
      ["CHAIR", `${held.chair.name} ${held.chair.surname}`],
    );
    const everything = (await visitAll(held.sealed.edition.code, [1, 2, 3, 4, 5]))
      .map(({ bytes }) => bytes)
      .join("\n");
    expect(everything).toContain("quesito-1"); // the search finds what is there
    const { json } = await db().meetingMinutes.findFirstOrThrow({
      where: { meeting: { editionId: held.sealed.edition.id } },
      orderBy: { version: "desc" },
    });
    const salt = (JSON.parse(json) as { salt: string }).salt;
    for (const kept of ["quesito-5", "nota-1", "nota-5", "osservazione-riservata", salt])
      expect([kept, json.includes(kept), everything.includes(kept)]).toEqual([kept, true, false]);
  });

  it("on a page and as a PDF in both languages, linked from the results", async () => {
    const held = await publishedWithMinutes();
    for (const locale of ["it", "en"]) {
      expect(await visit(page, at(held, locale))).toMatchObject({ status: 200 });
      const pdf = await visit(`${page}/pdf`, at(held, locale));
      expect([pdf.status, pdf.headers.get("Content-Type"), pdf.bytes.slice(0, 8)]).toEqual([
        200,
        "application/pdf",
        "%PDF-1.7",
      ]);
      expect((await visit(page, { ...at(held, locale), no: "2" })).status).toBe(404);
    }
    expect((await visit("editions/:code/results", at(held))).bytes).toContain(`"minutes":[{`);
  });

  it("only where the edition's rules publish them, and only those that both signed", async () => {
    for (const held of [
      await publishedWithMinutes({ publishesMinutes: false }),
      await publishedWithMinutes({ signed: false }),
    ]) {
      for (const path of [page, `${page}/pdf`])
        expect((await visit(path, at(held))).status).toBe(404);
      expect((await visit("editions/:code/results", at(held))).bytes).toContain(`"minutes":[]`);
    }
  });
});
