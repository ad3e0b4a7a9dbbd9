import "#tests/support/database.ts";
import "#app/i18n/all.ts";
import { beforeAll, describe, expect, test } from "vitest";
import { db } from "#app/platform/db.server.ts";
import * as call from "#app/routes/public/call.tsx";
import { exact } from "#app/i18n/when.ts";
import { openEdition } from "#tests/factories/sealed-edition.ts";
import { written } from "#tests/support/written.tsx";

describe("the call says the thresholds that apply", () => {
  let code: string;
  beforeAll(async () => {
    const { edition } = await openEdition();
    ({ code } = await db().edition.update({
      where: { id: edition.id },
      data: { minimumScore: 60.5, shortlistScore: 70.25 },
    }));
  });

  test.each([
    ["it", "60,5", "70,25"],
    ["en", "60.5", "70.25"],
  ] as const)("as they were typed, in %s", async (locale, least, shortlist) => {
    const page = await written(call, locale, "editions/:code", { code });
    expect(page).toMatch(new RegExp(`${least.replace(".", "\\.")} (punti|points)`));
    expect(page).toMatch(new RegExp(`${shortlist.replace(".", "\\.")} (punti|points)`));
  });

  test("whatever number it is", () => {
    for (const value of [0.1, 33.333, 60.5, 99.99, 100])
      expect(Number(exact(value, "it").replace(",", "."))).toBe(value);
  });
});
