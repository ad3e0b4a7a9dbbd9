import "#tests/support/database.ts";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import * as replica from "#app/box/replica.server.ts";
import { closeReplica, openReplica } from "#app/box/replica.server.ts";
import { askForConflicts } from "#app/commands/jury/sealed-conflicts.server.ts";
import { askProposer } from "#app/commands/screening/questions.server.ts";
import { tellReplica } from "#app/commands/box/replica.server.ts";
import { localTimeOf } from "#app/domain/local-time.ts";
import { withClient } from "#app/platform/client.server.ts";
import { closeDatabase, connect, databaseUrl, db } from "#app/platform/db.server.ts";
import { toBase64 } from "#app/sealing/bytes.ts";
import { accessKeyFor, askForTookPart } from "#app/sealing/wallet.ts";
import { attached } from "#tests/factories/attached.ts";
import { openedEdition, publish } from "#tests/factories/published-edition.ts";
import { screened } from "#tests/factories/screened-edition.ts";
import {
  ask,
  close,
  content,
  type Deposited,
  depositBy,
  employee,
  openEdition,
} from "#tests/factories/sealed-edition.ts";
import { voteTokenOf, votingEdition } from "#tests/factories/voted-edition.ts";
import { asOwner } from "#tests/support/owner.ts";
import { filesOf } from "#tests/support/files-of.ts";
import { ownBox } from "#tests/support/processes/own-box.ts";
import { refusalOf } from "#tests/support/refusal.ts";

// A ballot box without a way to the main database answers receipts out of a replica that it was
// told (replica-tables.ts).

const box = ownBox();
let main: string;
let copy: string;

beforeAll(async () => {
  main = databaseUrl();
  copy = await openReplica(box.directory);
}, 60_000);
afterAll(async () => {
  await use(main);
  await closeReplica();
});

async function use(url: string): Promise<void> {
  await closeDatabase();
  connect(url);
}

/** What `/p` answers, or refuses, where it reads this database. */
async function answered(url: string, requests: object[]): Promise<unknown[]> {
  await use(url);
  const said: unknown[] = [];
  for (const request of requests) {
    const answer = ask(request as { op: string });
    said.push(await answer.catch(() => refusalOf(answer)));
  }
  await use(main);
  return said;
}

/** Answers out of the replica are those out of the main database, and there are some. */
async function expectSame(requests: object[]): Promise<unknown[]> {
  await tellReplica();
  const [here, there] = [await answered(main, requests), await answered(copy, requests)];
  expect(there).toEqual(here);
  return here;
}

const of = ({ receipt, request }: Pick<Deposited, "receipt" | "request">) => ({
  edition: request.edition,
  accessKey: accessKeyFor(receipt, request.edition),
});
const rowsIn = (url: string, sql: string) =>
  withClient(url, async (client) => (await client.query<Record<string, unknown>>(sql)).rows);

describe("the replica answers as the main database does", () => {
  test("after the closing, with attachments, in screening, with questions and pairs to name", async () => {
    const sealed = await openEdition();
    const own = await depositBy(await employee(), sealed, content({ title: "Con allegato" }), [
      attached(sealed.edition, "piano"),
    ]);
    await close(sealed);
    const set = await screened({ proposals: 2, jurors: 6 });
    for (const { request } of set.own) {
      const { publicNo } = await db().proposal.findUniqueOrThrow({
        where: { id: request.proposalId },
      });
      await askProposer(
        set.sealed.organiser.id,
        set.sealed.edition,
        publicNo!,
        "Quanti moduli sono?",
      );
    }
    await askForConflicts(
      set.sealed.organiser.id,
      set.sealed.edition,
      localTimeOf(new Date(Date.now() + 3_600_000), "Europe/Rome"),
    );
    const read = (await ask({ op: "read", ...of(own) })) as { files: { sha256: string }[] };
    const sha256 = Buffer.from(read.files[0]!.sha256, "hex").toString("base64url");
    const said = await expectSame([
      { op: "read", ...of(own) },
      { op: "file", ...of(own), sha256 },
      { op: "inclusion", ...of(own) },
      { op: "deposit-list", edition: sealed.edition.id },
      ...set.own.flatMap((each) => [
        { op: "read", ...of(each) },
        { op: "conflicts", ...of(each) },
      ]),
    ]);
    const written = await expectSame([
      { op: "write", ...of(set.own[0]!), kind: "ANSWER", text: "Sono tre." },
    ]);
    expect(written[0]).toMatchObject({
      messages: [{ side: "ORGANISER" }, { text: "Sono tre.", waits: true }],
    });
    expect(said[0]).toMatchObject({ content: { title: "Con allegato" }, publicNo: 1 });
    expect(said[1]).toMatchObject({ bytes: Buffer.from("piano").toString("base64url") });
    expect(said[4]).toMatchObject({
      dialogue: { messages: [{ text: "Quanti moduli sono?" }], mayAnswer: true },
    });
    expect(said[5]).toMatchObject({
      jurors: expect.arrayContaining([
        expect.objectContaining({ name: expect.stringMatching(/\w/) }),
      ]),
    });
  }, 120_000);

  test("while colleagues vote, while envelopes are opened, and after the results", async () => {
    const voted = await votingEdition({ deposits: 3, awarded: 1 });
    const token = await voteTokenOf(await employee(), voted.sealed);
    const edition = voted.sealed.edition.id;
    const votes = await expectSame([
      { op: "candidates", edition, token },
      { op: "candidate", edition, token, publicNo: 1 },
    ]);
    expect(votes[0]).toMatchObject({
      proposals: [{ publicNo: 1 }, { publicNo: 2 }, { publicNo: 3 }],
    });

    const opened = await openedEdition({ deposits: 3, awarded: 1 });
    const inOpening = await expectSame(
      opened.deposited.map((each) => ({ op: "read", ...of(each) })),
    );
    expect(
      inOpening.filter((each) => (each as { opening: unknown }).opening !== null),
    ).toHaveLength(1);

    const published = await openedEdition({ deposits: 3, awarded: 1 });
    await publish(published, {});
    const { issuerSpki } = await db().tookPartKey.findUniqueOrThrow({
      where: { editionId: published.sealed.edition.id },
    });
    const { blinded } = await askForTookPart(published.sealed.edition.id, toBase64(issuerSpki));
    const ended = await expectSame([
      ...published.deposited.map((each) => ({ op: "read", ...of(each) })),
      { op: "took-part", ...of(published.deposited[0]!), blinded },
    ]);
    expect(ended[0]).toMatchObject({ feedback: { ranked: 3 } });
    expect(ended[3]).toMatchObject({ blindSignature: expect.any(String) });
  }, 180_000);
});

describe("what is told", () => {
  test("names jurors and nobody else, holds no staff list, no opened name and no score before the results", async () => {
    await tellReplica();
    const known = await rowsIn(copy, `SELECT name, surname, email, "staffNumber" FROM "User"`);
    const jurors = await db().juror.count();
    expect(known.length).toBeGreaterThan(0);
    expect(known.length).toBeLessThanOrEqual(jurors);
    const tables = await rowsIn(
      copy,
      "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'",
    );
    const all: string[] = [];
    for (const { name } of tables)
      all.push(
        ...(await rowsIn(copy, `SELECT t::text AS row FROM "${String(name)}" t`)).map(({ row }) =>
          String(row),
        ),
      );
    const text = all.join("\n");
    const people = await db().user.findMany({ include: { jurors: true } });
    expect(people.length).toBeGreaterThan(20);
    for (const { id, email, staffNumber, jurors: seats } of people) {
      expect(text).not.toContain(id);
      expect(text).not.toContain(email);
      if (staffNumber && seats.length === 0)
        expect(text).not.toMatch(new RegExp(`\\b${staffNumber}\\b`));
    }
    const named = `SELECT 1 FROM "OpenedEnvelope" WHERE holder IS NOT NULL UNION ALL SELECT 1 FROM "Closing" WHERE "staffList" <> ''`;
    expect(await rowsIn(copy, named)).toEqual([]);
    expect(await rowsIn(main, named)).not.toEqual([]); // control
    expect(
      await rowsIn(
        copy,
        `SELECT 1 FROM "ScoreSheet" s JOIN "Proposal" p ON p.id = s."proposalId" JOIN "Edition" e ON e.id = p."editionId" WHERE e.phase < 'published'`,
      ),
    ).toEqual([]);
    expect(
      await rowsIn(
        copy,
        `SELECT 1 FROM "Ranking" r JOIN "Edition" e ON e.id = r."editionId" WHERE e.phase < 'published' AND r.json LIKE '%mean%'`,
      ),
    ).toEqual([]);
    expect(
      await rowsIn(copy, `SELECT 1 FROM "ScoreSheet" WHERE "commentJury" <> '' OR salt <> ''`),
    ).toEqual([]);
    // control: all of it is in the main database, to be told
    expect(
      await rowsIn(
        main,
        `SELECT 1 FROM "ScoreSheet" s JOIN "Proposal" p ON p.id = s."proposalId" JOIN "Edition" e ON e.id = p."editionId" WHERE e.phase < 'published'`,
      ),
    ).not.toEqual([]);
    expect(
      await rowsIn(
        main,
        `SELECT 1 FROM "Ranking" r JOIN "Edition" e ON e.id = r."editionId" WHERE e.phase < 'published' AND r.json LIKE '%mean%'`,
      ),
    ).not.toEqual([]);
  }, 60_000);

  test("is told again only where it changed, and whole: what was lost on the way leaves what was there", async () => {
    await tellReplica();
    const put = vi.spyOn(replica, "putInPlace");
    await tellReplica();
    expect(put).not.toHaveBeenCalled();
    const set = await screened({ proposals: 1 }); // told at its closing
    await tellReplica();
    await db().screening.updateMany({
      where: { proposal: { editionId: set.sealed.edition.id } },
      data: { reason: "Altro motivo" },
    });
    const reasons = () =>
      rowsIn(
        copy,
        `SELECT reason FROM "Screening" WHERE "proposalId" = '${set.own[0]!.request.proposalId}'`,
      );
    const before = await reasons();
    const lost = vi.spyOn(replica, "keepPiece").mockResolvedValueOnce(undefined);
    await expect(tellReplica()).rejects.toThrow("lost on the way");
    expect(await reasons()).toEqual(before);
    lost.mockRestore();
    await tellReplica();
    expect(put.mock.calls.at(-1)![1].map(({ name }) => name)).toEqual(["Screening"]);
    expect(await reasons()).toEqual([{ reason: "Altro motivo" }]);
    // by several main servers at once it is told once, and none of them fails
    await db().screening.updateMany({
      where: { proposal: { editionId: set.sealed.edition.id } },
      data: { reason: "Un terzo" },
    });
    await Promise.all([tellReplica(), tellReplica(), tellReplica()]);
    expect(await reasons()).toEqual([{ reason: "Un terzo" }]);
    put.mockRestore();
  }, 60_000);

  test("is forgotten when the edition is archived", async () => {
    const set = await screened({ proposals: 1 });
    await tellReplica();
    const count = async () =>
      (
        await rowsIn(
          copy,
          `SELECT 1 FROM "Proposal" WHERE "editionId" = '${set.sealed.edition.id}'`,
        )
      ).length;
    expect(await count()).toBe(1);
    await asOwner((tx) =>
      tx.edition.update({ where: { id: set.sealed.edition.id }, data: { phase: "archived" } }),
    );
    await tellReplica();
    expect(await count()).toBe(0);
  }, 60_000);

  test("is read without a mark: no byte of its rows changes when somebody comes with a receipt", async () => {
    const set = await screened({ proposals: 2 });
    await tellReplica();
    // once, so that whatever the database itself notes of its catalogue is noted
    await answered(copy, [{ op: "read", ...of(set.own[0]!) }]);
    await rowsIn(copy, "CHECKPOINT");
    const rows = () => filesOf(join(box.directory, "replica", "base"));
    const before = rows();
    await answered(copy, [{ op: "read", ...of(set.own[1]!) }]);
    await rowsIn(copy, "CHECKPOINT");
    expect(rows()).toEqual(before);
    // control: a row that was not told as others are, read for the first time, leaves one
    await rowsIn(
      copy,
      `INSERT INTO "GuardEntry" SELECT decode(md5(n::text), 'hex'), 'x' FROM generate_series(1, 50) n`,
    );
    await rowsIn(copy, "CHECKPOINT");
    const told = rows();
    await rowsIn(copy, `SELECT * FROM "GuardEntry"`);
    await rowsIn(copy, "CHECKPOINT");
    expect(rows()).not.toEqual(told);
  }, 60_000);
});

test("a replica of another release is made and told again; one of this release stays", async () => {
  await use(main);
  const told = () =>
    withClient(copy, async (client) => (await client.query(`SELECT FROM "Told"`)).rowCount);
  const before = await told();
  expect(before).toBeGreaterThan(0);
  await closeReplica();
  copy = await openReplica(box.directory);
  expect(await told()).toBe(before);
  await withClient(copy, (client) =>
    client.query(
      `DELETE FROM "_prisma_migrations"
       WHERE migration_name = (SELECT max(migration_name) FROM "_prisma_migrations")`,
    ),
  );
  await closeReplica();
  copy = await openReplica(box.directory);
  expect(await told()).toBe(0);
});
