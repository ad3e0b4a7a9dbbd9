import "#tests/support/database.ts";
import "#app/i18n/all.ts";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { guidePicture, guides } from "#app/domain/city/guide.ts";
import { locales } from "#app/domain/locale.ts";
import { guideText } from "#app/http/guides.server.ts";
import { GuideText } from "#app/routes/public/parts/guide-text.tsx";
import { visit } from "#tests/support/public-pages.ts";

// The guides of docs/guide are the help of the product, in both languages, with every picture there
// and said in words.

const all = locales.flatMap((locale) => guides.map((guide) => [locale, guide] as const));
const fileOf = (locale: string, guide: string) =>
  readFileSync(`docs/guide/${locale}/${guide}.md`, "utf8");
const picturesIn = (text: string) =>
  [...text.matchAll(/!\[([^\]]*)\]\(images\/([^)]+)\)/g)].map(([, alt = "", name = ""]) => ({
    alt,
    name,
  }));

describe.each(all)("the guide in %s for the %s", (locale, guide) => {
  it("is the file of docs/guide, with all its pictures", async () => {
    const { status, bytes } = await visit("help/:guide", { locale, guide });
    expect([status, bytes.includes(JSON.stringify(fileOf(locale, guide)).slice(1, -1))]).toEqual([
      200,
      true,
    ]);
    const html = renderToStaticMarkup(createElement(GuideText, guideText(locale, guide)));
    expect(html.match(/<img [^>]*alt="[^"]{12,}"/g)).toHaveLength(
      picturesIn(fileOf(locale, guide)).length,
    );
    expect(html.match(/<h1>/g)).toHaveLength(1);
    expect(html).not.toContain("![");
  });

  it("has the same pictures, in the same order, and the same parts as in the other language", () => {
    const shape = (text: string) => [
      picturesIn(text).map(({ name }) => name),
      text.split("\n").flatMap((line) => /^(#+|-|\d+\.) /.exec(line)?.[1] ?? []),
    ];
    expect(shape(fileOf(locale, guide))).toEqual(
      shape(fileOf(locale === "it" ? "en" : "it", guide)),
    );
    expect(picturesIn(fileOf(locale, guide)).length).toBeGreaterThanOrEqual(4);
  });
});

describe("the pictures", () => {
  it.each(locales)("in %s are all used, of one size, and light", async (locale) => {
    const folder = `docs/guide/${locale}/images`;
    const used = guides.flatMap((guide) =>
      picturesIn(fileOf(locale, guide)).map(({ name }) => name),
    );
    expect(readdirSync(folder).sort()).toEqual(used.sort());
    for (const name of used) {
      const { width, height } = await sharp(`${folder}/${name}`).metadata();
      expect([name, width, height, statSync(`${folder}/${name}`).size < 150_000]).toEqual([
        name,
        guidePicture.width,
        guidePicture.height,
        true,
      ]);
    }
  });
});

describe("a guide that does not exist", () => {
  it.each(["gardener", "..", "constructor"])("is not found: %s", async (guide) => {
    expect((await visit("help/:guide", { locale: "it", guide })).status).toBe(404);
  });
});
