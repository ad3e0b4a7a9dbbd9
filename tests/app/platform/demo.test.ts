import "#tests/support/database.ts";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import "#app/i18n/all.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { archiveDueEditions } from "#app/commands/edition/phase.server.ts";
import { handingOver } from "#app/queries/awards/handing-over.server.ts";
import { publicNews } from "#app/queries/publication/public-news.server.ts";
import { followedResults } from "#app/queries/publication/public-results.server.ts";
import { liveStatistics } from "#app/queries/statistics/statistics.server.ts";
import { verifyAuditChain, verifyEdition } from "#app/queries/opening/verification.server.ts";
import { editionFacts } from "#app/queries/edition/edition-facts.server.ts";
import { findEdition } from "#app/queries/edition/edition.server.ts";
import { decryptKeyFile, keysOf } from "#app/sealing/custodian.ts";
import { parseManifest } from "#app/sealing/manifest.ts";
import { db } from "#app/platform/db.server.ts";
import { env } from "#app/platform/env.server.ts";
import { forget, processSingleton } from "#app/platform/process-singleton.server.ts";
import { fitsPassword } from "#app/platform/accounts/password.server.ts";
import { visit } from "#tests/support/public-pages.ts";
import { demoPassword } from "#prisma/demo/people.ts";
import { seed } from "#prisma/seed.ts";
import published from "#prisma/demo/edition-2014.json" with { type: "json" };

const folder = mkdtempSync(join(tmpdir(), "innova-demo-"));
let said = "";

beforeAll(async () => {
  const before = env();
  forget("env");
  processSingleton("env", () => ({ ...before, DATA_DIR: folder }));
  said = (await seed())!.said;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the demonstration", () => {
  it("has an edition archived, one published, one in scoring and one open, all marked as demonstration", async () => {
    const editions = await db().edition.findMany({
      select: { code: true, phase: true, demo: true },
      orderBy: { code: "asc" },
    });
    expect(editions).toEqual([
      { code: "2014", phase: "archived", demo: true },
      { code: "2025", phase: "published", demo: true },
      { code: "2026", phase: "scoring", demo: true },
      { code: "2027", phase: "open", demo: true },
    ]);
  });

  it("has 71 sealed proposals, spread over the categories as in 2014, and nobody's name beside them", async () => {
    const { id } = (await findEdition("2026"))!;
    const proposals = await db().proposal.findMany({
      where: { editionId: id },
      include: { envelopes: true },
    });
    expect(new Set(proposals.map(({ title }) => title)).size).toBe(71);
    const counts = published.categories.map(({ key }) => ({
      key,
      proposals: proposals.filter(({ categories }) => categories[0] === key).length,
    }));
    expect(counts).toEqual(
      published.categories.map(({ key, proposals: count }) => ({ key, proposals: count })),
    );
    expect(
      proposals.every(
        ({ envelopes }) => envelopes.length === 1 && envelopes[0]!.ct.length === 2064,
      ),
    ).toBe(true);
    const text = JSON.stringify(proposals);
    const people = await db().user.findMany({ select: { surname: true } });
    expect(people.filter(({ surname }) => text.includes(surname))).toEqual([]);
  });

  it("has 12 jurors, half from outside, three for each proposal, and begun sheets", async () => {
    const { id } = (await findEdition("2026"))!;
    const jurors = await db().juror.groupBy({
      by: ["kind", "state"],
      where: { editionId: id },
      _count: true,
      orderBy: { kind: "asc" },
    });
    expect(jurors.map(({ kind, state, _count }) => [kind, state, _count])).toEqual([
      ["INTERNAL", "ACCEPTED", 6],
      ["EXTERNAL", "ACCEPTED", 6],
    ]);
    expect(await db().assignment.count({ where: { proposal: { editionId: id } } })).toBe(213);
    expect(await editionFacts(id)).toMatchObject({
      understaffed: [],
      unscreened: 0,
      rootSignatures: 3,
    });
    expect(await db().conflict.count()).toBeGreaterThan(5);
    expect(await db().scoreDraft.count()).toBeGreaterThan(50);
  });

  it("has a small edition played to its end by the commands themselves, with everything that comes after a publication", async () => {
    const { id } = (await findEdition("2025"))!;
    const { published, errata, implementations } = await followedResults("2025", "it");
    expect([published.statistics.submissions, published.jury.length, published.ranked]).toEqual([
      12, 5, 12,
    ]);
    expect(published.awards.map(({ kind, ground }) => `${kind} ${ground}`).sort()).toEqual([
      "CHOICE rule",
      "MENTION override",
      "OVERALL rule",
      "OVERALL rule",
      "OVERALL rule",
    ]);
    expect(published.winners.map(({ names }) => names !== null)).toEqual([
      true,
      true,
      false,
      true,
      true,
    ]);
    expect(published.winners[0]).toMatchObject({ rank: 1, names: ["Agnese Barberis"] });
    expect(published.vote).toMatchObject({
      issued: 25,
      cast: 25,
      votes: [{ count: 11 }, { count: 7 }],
    });
    expect((await handingOver(id)).map(({ state }) => state)).toEqual([
      "recorded",
      "recorded",
      "recorded",
      "recorded",
      "recorded",
    ]);
    expect(await db().certificate.count({ where: { editionId: id } })).toBe(2);
    expect([errata.length, implementations.map(({ status }) => status)]).toEqual([
      1,
      ["DONE", "UNDER_WAY", "STUDY", "NOT_BEGUN", "NOT_BEGUN"],
    ]);
    expect((await publicNews()).map((news) => news.id)).toEqual(
      expect.arrayContaining(["2025/published", "2025/erratum/1"]),
    );
    const { bytes } = await visit("editions/:code/statistics", { locale: "it", code: "2025" });
    expect(bytes).toContain(
      `"turnout":{"cast":25,"share":${25 / published.statistics.totals!.eligible}}`,
    );
    expect(
      await liveStatistics(
        (await db().role.findFirstOrThrow({ where: { editionId: id, kind: "ORGANISER" } })).userId,
        (await findEdition("2025"))!,
      ),
    ).toMatchObject({ turnout: { cast: 25 } });
    for (const check of [...(await verifyAuditChain()), ...(await verifyEdition(id))])
      expect(check).toMatchObject({ ok: true });
  });

  it("tells that edition's days in their order, none of them to come, and long enough ago that nothing of it is due", async () => {
    const { id } = (await findEdition("2025"))!;
    const entries = await db().auditEntry.findMany({
      where: { editionId: id },
      orderBy: { seq: "asc" },
      select: { at: true },
    });
    const times = entries.map(({ at }) => at.getTime());
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times.at(-1)).toBeLessThan(Date.now());
    expect(
      new Set(times.map((time) => new Date(time).toISOString().slice(0, 10))).size,
    ).toBeGreaterThan(20);
    await archiveDueEditions();
    expect((await findEdition("2025"))!.phase).toBe("published");
  });

  it("leaves keys with which its custodians can work, and passwords with which people can sign in", async () => {
    const files = readdirSync(join(folder, "demo-keys")).filter((file) => file.endsWith(".age"));
    expect(files).toHaveLength(9);
    const { json } = await db().manifest.findFirstOrThrow({ where: { edition: { code: "2027" } } });
    const [line] = said.split("\n").filter((each) => each.includes("innova-2027-c2.age"));
    const [file = "", passphrase = ""] = line!.trim().split(/\s+/);
    const identity = await decryptKeyFile(new Uint8Array(readFileSync(file)), passphrase);
    expect((await keysOf(identity!)).recipient).toBe(parseManifest(json).custodians[1]!.recipient);
    const accounts = [...said.matchAll(/\S+@\S+/g)].map(([email]) => email);
    const users = await db().user.findMany({ where: { email: { in: accounts } } });
    expect(users).toHaveLength(accounts.length);
    for (const { passwordHash } of users.slice(0, 3))
      expect(await fitsPassword(passwordHash, demoPassword)).toBe(true);
  });

  it("is made once", async () => {
    const counts = async () => [
      await db().user.count(),
      await db().edition.count(),
      await db().proposal.count(),
    ];
    const before = await counts();
    expect(await seed()).toBeNull();
    expect(await counts()).toEqual(before);
  });
});
