import "#tests/support/database.ts";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import "#app/i18n/all.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { editionFacts } from "#app/queries/edition-facts.server.ts";
import { findEdition } from "#app/queries/edition.server.ts";
import { decryptKeyFile, keysOf } from "#app/sealing/custodian.ts";
import { parseManifest } from "#app/sealing/manifest.ts";
import { db } from "#app/platform/db.server.ts";
import { env } from "#app/platform/env.server.ts";
import { forget, once } from "#app/platform/once.server.ts";
import { fitsPassword } from "#app/platform/password.server.ts";
import { demoPassword } from "#prisma/demo/people.ts";
import { seed } from "#prisma/seed.ts";
import published from "#prisma/demo/edition-2014.json" with { type: "json" };

const folder = mkdtempSync(join(tmpdir(), "innova-demo-"));
let said = "";

beforeAll(async () => {
  const before = env();
  forget("env");
  once("env", () => ({ ...before, DATA_DIR: folder }));
  said = (await seed())!.said;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the demonstration", () => {
  it("has an edition archived, one in scoring and one open, all marked as demonstration", async () => {
    const editions = await db().edition.findMany({ select: { code: true, phase: true, demo: true }, orderBy: { code: "asc" } });
    expect(editions).toEqual([
      { code: "2014", phase: "archived", demo: true },
      { code: "2026", phase: "scoring", demo: true },
      { code: "2027", phase: "open", demo: true },
    ]);
  });

  it("has 71 sealed proposals, spread over the categories as in 2014, and nobody's name beside them", async () => {
    const { id } = (await findEdition("2026"))!;
    const proposals = await db().proposal.findMany({ where: { editionId: id }, include: { envelopes: true } });
    expect(new Set(proposals.map(({ title }) => title)).size).toBe(71);
    const counts = published.categories.map(({ key }) => ({ key, proposals: proposals.filter(({ categories }) => categories[0] === key).length }));
    expect(counts).toEqual(published.categories.map(({ key, proposals: count }) => ({ key, proposals: count })));
    expect(proposals.every(({ envelopes }) => envelopes.length === 1 && envelopes[0]!.ct.length === 2064)).toBe(true);
    const text = JSON.stringify(proposals);
    const people = await db().user.findMany({ select: { surname: true } });
    expect(people.filter(({ surname }) => text.includes(surname))).toEqual([]);
  });

  it("has 12 jurors, half from outside, three for each proposal, and begun sheets", async () => {
    const { id } = (await findEdition("2026"))!;
    const jurors = await db().juror.groupBy({ by: ["kind", "state"], where: { editionId: id }, _count: true, orderBy: { kind: "asc" } });
    expect(jurors.map(({ kind, state, _count }) => [kind, state, _count])).toEqual([["INTERNAL", "ACCEPTED", 6], ["EXTERNAL", "ACCEPTED", 6]]);
    expect(await db().assignment.count({ where: { proposal: { editionId: id } } })).toBe(213);
    expect(await editionFacts(id)).toMatchObject({ understaffed: [], unscreened: 0, rootSignatures: 3 });
    expect(await db().conflict.count()).toBeGreaterThan(5);
    expect(await db().scoreDraft.count()).toBeGreaterThan(50);
  });

  it("leaves keys with which its custodians can work, and passwords with which people can sign in", async () => {
    const files = readdirSync(join(folder, "demo-keys")).filter((file) => file.endsWith(".age"));
    expect(files).toHaveLength(6);
    const { json } = await db().manifest.findFirstOrThrow({ where: { edition: { code: "2027" } } });
    const [line] = said.split("\n").filter((each) => each.includes("innova-2027-c2.age"));
    const [file = "", passphrase = ""] = line!.trim().split(/\s+/);
    const identity = await decryptKeyFile(new Uint8Array(readFileSync(file)), passphrase);
    expect((await keysOf(identity!)).recipient).toBe(parseManifest(json).custodians[1]!.recipient);
    const accounts = [...said.matchAll(/\S+@\S+/g)].map(([email]) => email);
    const users = await db().user.findMany({ where: { email: { in: accounts } } });
    expect(users).toHaveLength(accounts.length);
    for (const { passwordHash } of users.slice(0, 3)) expect(await fitsPassword(passwordHash, demoPassword)).toBe(true);
  });

  it("is made once", async () => {
    const counts = async () => [await db().user.count(), await db().edition.count(), await db().proposal.count()];
    const before = await counts();
    expect(await seed()).toBeNull();
    expect(await counts()).toEqual(before);
  });
});
