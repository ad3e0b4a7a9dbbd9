import "#tests/support/database.ts";
import { expect, test } from "vitest";
import { saveCity } from "#app/commands/city/city.server.ts";
import { citySchema } from "#app/domain/city/city.ts";
import { db } from "#app/platform/db.server.ts";
import { aPerson } from "#tests/factories/person.ts";
import { atOnce } from "#tests/support/race.ts";

test("what two administrators say of the city at once, before anybody did, is kept of the one who comes last", async () => {
  const { id } = await aPerson({ isAdministrator: true });
  const say = (name: string) => () => saveCity(id, citySchema.parse({ name }));
  await atOnce((tx) => tx.$executeRaw`LOCK TABLE "City" IN SHARE MODE`, say("Asti"), say("Biella"));
  const [row, ...others] = await db().city.findMany();
  expect(others).toEqual([]);
  expect(["Asti", "Biella"]).toContain(row?.name);
  expect(await db().auditEntry.count({ where: { action: "city.saved" } })).toBe(2);
});
