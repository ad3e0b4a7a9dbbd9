import { describe, expect, test } from "vitest";
import { scriptPerPage } from "#tests/support/script.ts";

// How much script a page may ask for, compressed, before it can be used.

const area = 170_000;
const anonymous = 180_000;

describe("a page is not sent what it does not use", () => {
  const pages = scriptPerPage();

  test(`no page for people who are signed in asks for more than ${area / 1000} kB of script`, () => {
    const scripted = [...pages].filter(
      ([id]) => id.startsWith("routes/area/") && !id.startsWith("routes/area/preview/"),
    ); // previews are documents
    expect(scripted.length).toBeGreaterThan(80);
    expect(scripted.filter(([, bytes]) => bytes > area)).toEqual([]);
  });

  test(`the anonymous page asks for no more than ${anonymous / 1000} kB`, () => {
    expect(pages.get("routes/p/page")).toBeLessThanOrEqual(anonymous);
  });
});
