import "#tests/support/database.ts";
import { fork } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import {
  forgetPace,
  isWritten,
  rotate,
  rotateSoon,
  rotateWhenDue,
} from "#app/box/rotation.server.ts";
import { boxConnection, inBox, placeOf, readBox } from "#app/box/store.server.ts";
import * as clock from "#app/platform/clock.server.ts";
import { correlation } from "#tests/support/correlation.ts";
import {
  clustersIn,
  editionInBox,
  filesWith,
  ownBox,
  putInBox,
} from "#tests/support/processes/own-box.ts";

const deposits = 300;
const tables = [
  "Box",
  "Edition",
  "Proposal",
  "Envelope",
  "Access",
  "Invite",
  "SpentToken",
  "ProposalFile",
];
/** Of 300 rows at random it is exceeded once in ten million times. */
const chance = 0.31;

const asked = <Row>(sql: string) => readBox((box) => box.$queryRawUnsafe<Row[]>(sql));

/** A hash over the rows of every table, whatever their order. */
async function contents(): Promise<unknown> {
  return Promise.all(
    tables.map((name) =>
      asked(
        `SELECT count(*)::int AS count, md5(string_agg(t::text, '|' ORDER BY t::text)) AS hash FROM "${name}" t`,
      ),
    ),
  );
}

const inFile = async (table: string, key: string) =>
  (await asked<{ key: string }>(`SELECT ${key}::text AS key FROM "${table}" ORDER BY ctid`)).map(
    (row) => row.key,
  );

/** Ids of proposals in the order of the numbers under which their long texts are laid down. */
async function byLargeValue(): Promise<string[]> {
  const [toast] = await asked<{ name: string }>(
    `SELECT reltoastrelid::regclass::text AS name FROM pg_class WHERE oid = '"Proposal"'::regclass`,
  );
  const rows = await asked<{ id: string }>(`
    SELECT p.id::text FROM "Proposal" p JOIN ${toast!.name} t ON t.chunk_seq = 0 AND substring(t.chunk_data FROM 1 FOR 40) = convert_to(left(p.problem, 40), 'UTF8')
    ORDER BY t.chunk_id`);
  return rows.map(({ id }) => id);
}

describe("rotation (T5)", () => {
  const box = ownBox();
  let editionId: string;
  let order: string[];

  beforeAll(async () => {
    editionId = await editionInBox();
    order = [];
    for (let i = 0; i < deposits; i += 1) order.push(await putInBox(editionId));
    await readBox(({ proposalFile }) =>
      proposalFile.createMany({
        data: order.map((proposalId) => ({
          proposalId,
          position: 1,
          kind: "png",
          sha256: new Uint8Array(32),
          size: 3000,
          bytes: new Uint8Array(randomBytes(3000)),
        })),
      }),
    );
  }, 120_000);

  test("control: before it, files, transactions and large values tell the order of deposits", async () => {
    expect(correlation(order, await inFile("Proposal", "id"))).toBeGreaterThan(0.99);
    expect(correlation(order, await inFile("Access", `"proposalId"`))).toBeGreaterThan(0.99);
    expect(correlation(order, await byLargeValue())).toBeGreaterThan(0.99);
    expect(
      (await asked<{ xmin: string }>(`SELECT DISTINCT xmin::text FROM "Proposal"`)).length,
    ).toBe(deposits);
  });

  test("after it they tell nothing, and every row is there", async () => {
    const [before, folder] = [await contents(), placeOf(box.directory).folder];
    await rotate();
    expect(await contents()).toEqual(before);
    expect(placeOf(box.directory).folder).not.toBe(folder);
    for (const shown of [
      await inFile("Proposal", "id"),
      await inFile("Access", `"proposalId"`),
      await inFile("ProposalFile", `"proposalId"`),
      await byLargeValue(),
    ]) {
      expect(Math.abs(correlation(order, shown))).toBeLessThan(chance);
    }
    for (const table of ["Proposal", "Access", "SpentToken", "ProposalFile"]) {
      expect(await asked(`SELECT DISTINCT xmin::text FROM "${table}"`)).toHaveLength(1);
    }
  }, 60_000);

  test("leaves one cluster, in which nothing is left of what was withdrawn", async () => {
    const id = await putInBox(editionId, "Un-titolo-ritirato");
    await (
      await boxConnection()
    ).client.$executeRaw`ANALYZE "Proposal"`;
    await (
      await boxConnection()
    ).client.$executeRaw`CHECKPOINT`;
    await inBox(async (tx) => {
      await tx.access.deleteMany({ where: { proposalId: id } });
      await tx.proposal.update({
        where: { id },
        data: { title: "", problem: "", withdrawn: true },
      });
    });
    expect(filesWith(box.directory, "Un-titolo-ritirato")).toBeGreaterThan(0); // control
    await rotate();
    expect(filesWith(box.directory, "Un-titolo-ritirato")).toBe(0);
    expect(clustersIn(box.directory)).toEqual([placeOf(box.directory).folder]);
  }, 60_000);

  test("what was left by a removal and a note that were killed is removed", async () => {
    mkdirSync(join(box.directory, `removed-cluster-${randomUUID()}`));
    writeFileSync(join(box.directory, `current.${randomUUID()}`), "{}");
    await rotate();
    expect(readdirSync(box.directory).sort()).toEqual([placeOf(box.directory).folder, "current"]);
  }, 60_000);

  test("what is written meanwhile is in it, by this process and by another", async () => {
    const said: string[] = [];
    const other = fork("tests/support/processes/put-and-say.ts", [box.directory, editionId], {
      execArgv: ["--import", "tsx"],
    });
    const gone = new Promise((resolve) => other.once("exit", resolve));
    const ready = new Promise((resolve) => other.once("message", resolve));
    other.on("message", (message) => message !== "ready" && said.push(String(message)));
    await ready;
    let stopping = false;
    const own = (async () => {
      for (; !stopping;) {
        const nullifier = new Uint8Array(randomBytes(32));
        await inBox((tx) =>
          tx.spentToken.create({ data: { nullifier, editionId, purpose: "deposit" } }),
        );
        said.push(Buffer.from(nullifier).toString("hex"));
      }
    })();
    for (let i = 0; i < 3; i += 1) await rotate();
    stopping = true;
    other.send("stop");
    await Promise.all([own, gone]);
    expect(said.length).toBeGreaterThan(20);
    const kept = await asked<{ key: string }>(
      `SELECT encode(nullifier, 'hex') AS key FROM "SpentToken"`,
    );
    const known = new Set(kept.map(({ key }) => key));
    expect(said.filter((each) => !known.has(each))).toEqual([]);
  }, 120_000);

  test("attachments that come and go while the others are copied come and go with it", async () => {
    const [gone] = await asked<{ id: string }>(`SELECT id::text FROM "ProposalFile" LIMIT 1`);
    let late: Promise<unknown> = Promise.resolve();
    const bytes = new Uint8Array(randomBytes(3000));
    await rotate((step) => {
      if (step !== "files") return;
      late = inBox(async (tx) => {
        await tx.proposalFile.delete({ where: { id: gone!.id } });
        await tx.proposalFile.create({
          data: {
            proposalId: order[0]!,
            position: 2,
            kind: "png",
            sha256: new Uint8Array(32),
            size: 3000,
            bytes,
          },
        });
      });
    });
    await late;
    const kept = await asked<{ id: string; position: number }>(
      `SELECT id::text, position FROM "ProposalFile"`,
    );
    expect(kept).toHaveLength(deposits);
    expect(kept.map(({ id }) => id)).not.toContain(gone!.id);
    expect(kept.filter(({ position }) => position === 2)).toHaveLength(1);
  }, 60_000);

  test("twice at once is once", async () => {
    const before = await contents();
    await Promise.all([rotate(), rotate(), rotate()]);
    expect(await contents()).toEqual(before);
    expect(clustersIn(box.directory)).toEqual([placeOf(box.directory).folder]);
  }, 60_000);

  describe("its time", () => {
    let today: Date;
    beforeEach(async () => {
      today = new Date("2027-03-01T10:00:00Z");
      vi.spyOn(clock, "now").mockImplementation(() => today);
      forgetPace();
      await rotate();
    }, 60_000);
    const later = (minutes: number) => (today = new Date(today.getTime() + minutes * 60_000));

    test("is ten to twenty minutes after the first write that was seen, however many follow", async () => {
      await putInBox(editionId);
      await rotateWhenDue(); // sees it
      for (let minute = 1; minute < 10; minute += 1) {
        later(1);
        await putInBox(editionId);
        await rotateWhenDue();
        expect(await isWritten()).toBe(true);
      }
      later(11);
      await rotateWhenDue();
      expect(await isWritten()).toBe(false);
    }, 60_000);

    test("does not come where nothing was written, whatever was read", async () => {
      const { folder } = placeOf(box.directory);
      await contents();
      await rotateWhenDue();
      later(60);
      await rotateWhenDue();
      expect(placeOf(box.directory).folder).toBe(folder);
    });

    test("is at once where everything was handed over", async () => {
      const { folder } = placeOf(box.directory);
      rotateSoon();
      await rotateWhenDue();
      expect(placeOf(box.directory).folder).not.toBe(folder);
    }, 60_000);
  });
});
