import "#tests/support/database.ts";
import { beforeAll, describe, expect, test } from "vitest";
import { db, type User } from "#app/platform/db.server.ts";
import {
  employee,
  moveDates,
  openEdition,
  preparedEdition,
  type SealedEdition,
  walletOf,
} from "#tests/factories/sealed-edition.ts";
import { editionHeld, interleaved } from "#tests/support/race.ts";

let sealed: SealedEdition;

beforeAll(async () => {
  sealed = await openEdition();
}, 120_000);

const refusedAs = (code: string) =>
  expect.objectContaining({ refusal: expect.objectContaining({ code }) });
const withRole = (kind: "ORGANISER" | "JUROR" | "CUSTODIAN") => async () => {
  const user = await employee();
  await db().role.create({ data: { editionId: sealed.edition.id, userId: user.id, kind } });
  return user;
};

describe("T11: only those who may take part get passes", () => {
  test.each<[string, () => Promise<User>, string]>([
    ["a director", () => employee({ director: true }), "not-eligible"],
    ["somebody who left", () => employee({ active: false }), "not-eligible"],
    ["somebody from outside", () => employee({ staffNumber: null }), "not-eligible"],
    ["an organiser", withRole("ORGANISER"), "holds-role"],
    ["a juror", withRole("JUROR"), "holds-role"],
    ["a custodian", withRole("CUSTODIAN"), "holds-role"],
  ])("%s gets none", async (_who, person, code) => {
    const user = await person();
    await expect(walletOf(user, sealed)).rejects.toEqual(refusedAs(code));
    expect(await db().activation.count({ where: { userId: user.id } })).toBe(0);
  });

  test("control: an employee gets them", async () => {
    expect((await walletOf(await employee(), sealed)).tokens).toHaveLength(2);
  });

  test("a role in another edition is no obstacle", async () => {
    const user = await employee();
    const other = await preparedEdition();
    await db().role.create({
      data: { editionId: other.edition.id, userId: user.id, kind: "JUROR" },
    });
    expect((await walletOf(user, sealed)).tokens).toHaveLength(2);
  });

  test("nothing is issued before the announcement or after the deadline", async () => {
    const early = await preparedEdition();
    await expect(walletOf(await employee(), early)).rejects.toEqual(refusedAs("not-found"));
    const late = await openEdition();
    await moveDates(late.edition, { closesAt: new Date(Date.now() - 60_000) });
    await expect(walletOf(await employee(), late)).rejects.toEqual(refusedAs("too-late"));
  });

  test("nothing is issued while deposits are closed, so that the published count is of all passes", async () => {
    const [closing, user] = [await openEdition(), await employee()];
    const late = interleaved({
      hold: editionHeld(closing.edition.id),
      act: () => walletOf(user, closing),
      meanwhile: (tx) =>
        tx.edition.update({ where: { id: closing.edition.id }, data: { phase: "screening" } }),
    });
    await expect(late).rejects.toEqual(refusedAs("too-late"));
    expect(await db().activation.count({ where: { userId: user.id } })).toBe(0);
  });
});
