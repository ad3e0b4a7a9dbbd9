import "#tests/support/database.ts";
import "#app/i18n/all.ts";
import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { type Phase, phases } from "#app/domain/phase.ts";
import { publishedSchema } from "#app/domain/publication/publication.ts";
import { db } from "#app/platform/db.server.ts";
import { createEdition2014 } from "#prisma/demo/edition-2014.ts";
import { proposerOf } from "#tests/factories/published-edition.ts";
import { type Whole, wholeEdition } from "#tests/factories/whole-edition.ts";
import { asOwner } from "#tests/support/owner.ts";
import {
  everyPublicAddress,
  frame,
  readable,
  type Seen,
  sha256,
  visit,
} from "#tests/support/public-pages.ts";
import {
  emptyTables,
  fillUp,
  leaksIn,
  type Secret,
  secretsOf,
  type Shown,
} from "#tests/support/secrets.ts";

// Everything that anybody may fetch, compared with everything that the database and people's own
// browsers keep.

let whole: Whole;
let shown: Shown;

beforeAll(async () => {
  await createEdition2014();
  whole = await wholeEdition();
  const { edition } = whole.sealed;
  const [lost] = await db().proposal.findMany({ where: { editionId: edition.id, publicNo: 6 } });
  const juror = await db().juror.findFirstOrThrow({ where: { editionId: edition.id } });
  await fillUp({
    editionId: edition.id,
    proposalId: lost!.id,
    jurorId: juror.id,
    userId: whole.deposited[4]!.user.id,
  });
  const winners = await db().proposal.findMany({
    where: { editionId: edition.id, publicNo: { in: [1, 2, 3] } },
    select: { id: true },
  });
  const jurors = await db().juror.findMany({
    where: { editionId: edition.id, state: "ACCEPTED" },
    select: { userId: true },
  });
  shown = {
    editionId: edition.id,
    winners: new Set(winners.map(({ id }) => id)),
    named: new Set([whole.named]),
    jurors: new Set([whole.sealed.organiser.id, ...jurors.map(({ userId }) => userId)]),
  };
}, 120_000);

/** What people keep in their browsers and on paper; no server ever had it. */
function ownSecrets(): Secret[] {
  const of = (where: string, values: string[]) => values.map((value) => ({ where, value }));
  return [
    ...[...whole.deposited, ...whole.members].flatMap(({ receipt, request, wallet }) =>
      of("browser", [receipt, request.accessKey, request.token, wallet.holderKey]),
    ),
    ...whole.sealed.custodians.flatMap(({ keys }) =>
      of(
        "custodian",
        Object.values(keys.identity).filter((value) => typeof value === "string"),
      ),
    ),
    ...of("cookie", whole.sessions),
  ];
}

async function walk(): Promise<Seen[]> {
  return everyPublicAddress([whole.sealed.edition.code, "2014"]);
}

async function leaks(phase: Phase): Promise<Secret[]> {
  const text = (await Promise.all((await walk()).map(readable))).join("\n");
  return leaksIn(text, [...(await secretsOf(phase, shown)), ...ownSecrets()]);
}

/**
 * Puts the edition, with all that it has, into an earlier phase, where all of it must still be
 * hidden.
 */
async function inPhase<T>(phase: Phase, act: () => Promise<T>): Promise<T> {
  const { id } = whole.sealed.edition;
  await asOwner((tx) => tx.edition.update({ where: { id }, data: { phase } }));
  try {
    return await act();
  } finally {
    await asOwner((tx) => tx.edition.update({ where: { id }, data: { phase: "published" } }));
  }
}

const where = (found: Secret[]) =>
  [
    ...new Set(
      found.map(
        (secret) =>
          `${secret.where}: ${typeof secret.value === "string" ? secret.value.slice(0, 60) : "bytes"}`,
      ),
    ),
  ].sort();

describe("no public byte is a secret", () => {
  it("there is something to find in every table, and the pages are there", async () => {
    expect(await emptyTables()).toEqual([]);
    expect((await secretsOf("published", shown)).length).toBeGreaterThan(400);
    const seen = await walk();
    expect(seen.filter(({ status }) => status === 200).length).toBeGreaterThan(80);
    const [minutes] = seen.filter(({ path }) => path.endsWith("/minutes/1/pdf"));
    expect(await readable(minutes!)).toContain("Si ammette la 1?");
  });

  it.each(phases.filter((phase) => phase !== "preparation"))(
    "in %s",
    async (phase) => {
      expect(where(await inPhase(phase, () => leaks(phase)))).toEqual([]);
    },
    60_000,
  );
});

describe("control: a leak is found, wherever and however it is written", () => {
  const loser = async () => (await proposerOf(whole, 4)).user;
  const results = async () =>
    publishedSchema.parse(
      (await db().publication.findUniqueOrThrow({ where: { editionId: whole.sealed.edition.id } }))
        .results,
    );
  /** Publishes something else for a moment. */
  async function published<T>(results: object, act: () => Promise<T>): Promise<T> {
    const own = { where: { editionId: whole.sealed.edition.id } };
    const { results: before } = await db().publication.findUniqueOrThrow(own);
    await asOwner((tx) => tx.publication.update({ ...own, data: { results } }));
    try {
      return await act();
    } finally {
      await asOwner((tx) => tx.publication.update({ ...own, data: { results: before! } }));
    }
  }
  // what is planted into the publication is read from the database's public column too: the secrets
  // are those from before
  async function caught(planted: object): Promise<string[]> {
    const secrets = [...(await secretsOf("published", shown)), ...ownSecrets()];
    return published(planted, async () =>
      where(leaksIn((await Promise.all((await walk()).map(readable))).join("\n"), secrets)).map(
        (line) => line.split(":")[0]!,
      ),
    );
  }

  it("the mail address of somebody who did not win, as base64 in a link", async () => {
    const before = await results();
    const { email } = await loser();
    expect(
      await caught({
        ...before,
        sponsors: before.sponsors.map((sponsor) => ({
          ...sponsor,
          url: `https://x.example/?q=${Buffer.from(`a=${email}`).toString("base64url")}`,
        })),
      }),
    ).toEqual(["User.email"]);
  });

  it("a staff number in the minutes, in their PDF", async () => {
    const before = await results();
    const { staffNumber } = await loser();
    const minutes = before.minutes.map((each) => ({
      ...each,
      facts: {
        ...each.facts,
        votes: each.facts.votes.map((vote) => ({ ...vote, matter: staffNumber })),
      },
    }));
    expect(await caught({ ...before, minutes })).toEqual(["User.staffNumber"]);
  });

  it("a receipt, and the hash of a name", async () => {
    const before = await results();
    const { surname } = await loser();
    expect(
      await caught({
        ...before,
        jury: [
          ...before.jury,
          { name: whole.deposited[2]!.receipt, kind: "INTERNAL", chair: false },
          { name: sha256(surname), kind: "INTERNAL", chair: false },
        ],
      }),
    ).toEqual(["User.surname", "browser"]);
  });

  it("a comment to the jury, escaped in a name of the call", async () => {
    const { id } = whole.sealed.edition;
    const { commentJury } = await db().scoreSheet.findFirstOrThrow({
      where: { proposal: { editionId: id } },
    });
    const secrets = await secretsOf("published", shown);
    const texts = {
      it: { name: `«${commentJury}»`, summary: "", rules: "R" },
      en: { name: "x", summary: "", rules: "R" },
    };
    const { texts: before } = await db().edition.findUniqueOrThrow({ where: { id } });
    await asOwner((tx) => tx.edition.update({ where: { id }, data: { texts } }));
    const found = leaksIn((await Promise.all((await walk()).map(readable))).join("\n"), secrets);
    await asOwner((tx) => tx.edition.update({ where: { id }, data: { texts: before! } }));
    expect(where(found).map((line) => line.split(":")[0])).toEqual(["ScoreSheet.commentJury"]);
  });

  it("what stands in a table that nobody has said anything of", async () => {
    const shoe = `scarpa-${randomUUID()}`;
    await db().$executeRawUnsafe(`CREATE TABLE "Shoe" (maker text)`);
    expect(await emptyTables()).toEqual(["Shoe"]);
    await db().$executeRawUnsafe(`INSERT INTO "Shoe" VALUES ('${shoe}')`);
    expect((await secretsOf("published", shown)).filter(({ value }) => value === shoe)).toEqual([
      { where: "Shoe.maker", value: shoe },
    ]);
    await db().$executeRawUnsafe(`DROP TABLE "Shoe"`);
  });
});

describe("scores", () => {
  it("are published under codes that lead to no juror: beside a name stand only the kind and who presides", async () => {
    const published = publishedSchema.parse(
      (await db().publication.findUniqueOrThrow({ where: { editionId: whole.sealed.edition.id } }))
        .results,
    );
    for (const juror of published.jury)
      expect(Object.keys(juror).sort()).toEqual(["chair", "kind", "name"]);
  });
});

describe("the picture for sharing", () => {
  it("is drawn of the edition's name and days alone: all that an edition goes through changes no byte of it", async () => {
    const picture = async () =>
      (await visit("editions/:code/sharing.png", { locale: "it", code: whole.sealed.edition.code }))
        .body;
    const [before, after] = [await inPhase("announced", picture), await picture()];
    expect(after.equals(before)).toBe(true);
    expect([after.readUInt32BE(16), after.readUInt32BE(20), after.length < 100_000]).toEqual([
      1200,
      630,
      true,
    ]);
  });
});

describe("every public address", () => {
  it("answers 304 without a body to who has it already, and 200 with the same tag to who has not", async () => {
    const seen = (await walk()).filter(
      ({ path, status, headers }) =>
        status === 200 && !path.endsWith(frame) && headers.get("Cache-Control") !== "no-store",
    );
    expect(seen.length).toBeGreaterThan(80);
    for (const { path, headers, again } of seen) {
      const tag = headers.get("ETag");
      expect([path, tag]).toEqual([path, expect.stringMatching(/^(W\/)?"[\w-]+"$/)]);
      const known = await again({ "If-None-Match": tag! });
      expect([path, known.status, known.headers.get("ETag")]).toEqual([path, 304, tag]);
      expect([path, (await again({ "If-None-Match": '"other"' })).status]).toEqual([path, 200]);
    }
  });
});
