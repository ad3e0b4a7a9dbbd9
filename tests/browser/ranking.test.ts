import "#tests/support/database.ts";
import { describe, expect, test } from "vitest";
import { db } from "#app/platform/db.server.ts";
import { delivers, judging, type JurorName } from "#tests/factories/judging.ts";
import { looked, setStage } from "#tests/support/stage.ts";

// An organiser sets the method before the announcement, and in deliberation looks at what another
// would change.

const stage = setStage();

/** Each juror leaves out every fourth proposal; Bruno is severe. */
async function deliberating(proposals: number) {
  const j = await judging({
    phase: "deliberation",
    proposals,
    changes: { rankingMethod: "additive" },
  });
  const severity: Record<JurorName, number> = { dario: 0, bruno: 2, elena: 0, gina: 1 };
  for (const [at, name] of (Object.keys(severity) as JurorName[]).entries()) {
    const own = Array.from({ length: proposals }, (_, i) => i + 1).filter((no) => no % 4 !== at);
    await delivers(
      j,
      name,
      Object.fromEntries(
        own.map((no) => [no, [Math.max(0, ((no * 7) % 6) - severity[name]), (no * 5 + at) % 6]]),
      ),
    );
  }
  return j;
}

describe("an organiser", () => {
  test("chooses the method, and it stays chosen", async () => {
    const j = await judging({ phase: "preparation", proposals: 0, assigned: "none" });
    const { page, problems } = await stage.profileOf(j.carla);
    await page.goto(`/area/manage/${j.edition.code}/settings`);
    await page.getByRole("radio", { name: "Modello additivo" }).check();
    await page.getByRole("button", { name: "Salva" }).click();
    await page.waitForURL(/done=saved/);
    expect(await page.getByRole("radio", { name: "Modello additivo" }).isChecked()).toBe(true);
    expect(await db().edition.findUniqueOrThrow({ where: { id: j.edition.id } })).toMatchObject({
      rankingMethod: "additive",
    });
    await looked(page);
    expect(problems).toEqual([]);
  });

  test.each(["it", "en"] as const)("compares the methods (%s)", async (locale) => {
    const j = await deliberating(12);
    await db().user.update({ where: { id: j.carla.id }, data: { locale } });
    const { page, problems } = await stage.profileOf(j.carla);
    await page.goto(`/area/manage/${j.edition.code}/ranking`);
    await looked(page);
    await page
      .getByRole("link", {
        name:
          locale === "it"
            ? "Che cosa cambierebbe con un altro metodo"
            : "What another method would change",
      })
      .click();
    await page
      .getByRole("heading", {
        level: 1,
        name: locale === "it" ? "Metodi a confronto" : "Methods compared",
      })
      .waitFor();
    // all but the trimmed mean have their minimum of data
    expect(await page.locator(".movement polyline").count()).toBe(12);
    expect(await page.locator(".places thead th").count()).toBe(5);
    expect(await page.locator(".places tbody tr").count()).toBe(12);
    await page
      .getByText(
        locale === "it"
          ? "Non si applica: 12 proposte hanno meno di 5 schede."
          : "Not applied: 12 proposals have fewer than 5 sheets.",
      )
      .waitFor();
    await looked(page);
    expect(problems).toEqual([]);
  });
});
