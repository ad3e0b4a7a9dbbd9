import "#tests/support/database.ts";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { rewriteGuardIndex } from "#app/commands/self-identification/guard-index.server.ts";
import { dispatch } from "#app/deposit/dispatch.server.ts";
import { padded } from "#app/deposit/padding.ts";
import { newReceipt } from "#app/sealing/receipt.ts";
import { accessKeyFor } from "#app/sealing/wallet.ts";
import type { Wallet } from "#app/sealing/kept-wallet.ts";
import { db } from "#app/platform/db.server.ts";
import {
  content,
  depositBy,
  employee,
  openEdition,
  preparedEdition,
  type SealedEdition,
  walletOf,
} from "#tests/factories/sealed-edition.ts";

// What the anonymous wing answers to 'may this text say who I am?'.

let sealed: SealedEdition;
let wallet: Wallet;

beforeAll(async () => {
  sealed = await openEdition();
  wallet = await walletOf(await employee(), sealed);
  await employee({
    name: "Agnese",
    surname: "Barberis",
    staffNumber: "40177",
    unit: "Edilizia privata",
  });
  await rewriteGuardIndex();
}, 60_000);

const ask = (request: object) =>
  dispatch(padded({ op: "check", edition: sealed.edition.id, ...request }));
const refusedAs = (code: string) =>
  expect.objectContaining({ refusal: expect.objectContaining({ code }) });
const texts = [
  { field: "title", text: "Meno carta" },
  {
    field: "solution",
    text: "La prova l'ha fatta Agnese Barberis nel mio ufficio.\n\n**Tel. 011 4431234**",
  },
];

describe("checking a text before it is handed in", () => {
  test("names the passages by field, with a pass or with a receipt", async () => {
    const marks = [
      { field: "solution", start: 20, end: 35, kind: "person" },
      { field: "solution", start: 40, end: 51, kind: "phrase" },
      { field: "solution", start: 61, end: 72, kind: "phone" },
    ];
    await expect(ask({ token: wallet.tokens[0], texts })).resolves.toEqual({ marks });
    const { receipt } = await depositBy(await employee(), sealed);
    await expect(
      ask({ accessKey: accessKeyFor(receipt, sealed.edition.id), texts }),
    ).resolves.toEqual({ marks });
  });

  test("is for whoever writes: refused without pass and receipt, with a spent or foreign pass, with another edition's receipt", async () => {
    await expect(ask({ texts })).rejects.toEqual(refusedAs("receipt-unknown"));
    const { request, receipt } = await depositBy(await employee(), sealed);
    await expect(ask({ token: request.token, texts })).rejects.toEqual(refusedAs("token-spent"));
    await expect(ask({ token: wallet.tokens[0]!.replace(/^..../, "AAAA"), texts })).rejects.toEqual(
      refusedAs("token-invalid"),
    );
    await expect(
      ask({ accessKey: accessKeyFor(newReceipt(), sealed.edition.id), texts }),
    ).rejects.toEqual(refusedAs("receipt-unknown"));
    const other = await preparedEdition();
    await db().edition.update({ where: { id: other.edition.id }, data: { phase: "announced" } });
    await expect(
      ask({
        edition: other.edition.id,
        accessKey: accessKeyFor(receipt, sealed.edition.id),
        texts,
      }),
    ).rejects.toEqual(refusedAs("receipt-unknown"));
  });

  test("refuses texts too long to be a field, and too many", async () => {
    await expect(
      ask({ token: wallet.tokens[0], texts: [{ field: "title", text: "a".repeat(20_001) }] }),
    ).rejects.toEqual(refusedAs("invalid"));
    await expect(
      ask({ token: wallet.tokens[0], texts: Array.from({ length: 13 }, () => texts[0]) }),
    ).rejects.toEqual(refusedAs("invalid"));
  });

  test("keeps nothing: no row is written or touched, and nothing is printed", async () => {
    const before = await everyTable();
    const printed = [vi.spyOn(process.stdout, "write"), vi.spyOn(process.stderr, "write")];
    await ask({ token: wallet.tokens[0], texts });
    const words = printed
      .flatMap(({ mock }) => mock.calls.map(([words]) => String(words)))
      .join("");
    for (const spy of printed) spy.mockRestore();
    expect(words).not.toContain("Barberis");
    expect(await everyTable()).toEqual(before);
    // control: an act that writes is seen
    await depositBy(await employee(), sealed);
    expect(await everyTable()).not.toEqual(before);
  });

  test("never forbids: what it marks can be handed in as it is", async () => {
    await expect(
      depositBy(await employee(), sealed, content({ solution: texts[1]!.text })),
    ).resolves.toMatchObject({ reply: { depositHash: expect.any(String) } });
  });
});

/** How many rows each table has, and the transactions that last touched them. */
async function everyTable(): Promise<unknown> {
  const tables = await db().$queryRaw<
    { name: string }[]
  >`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`;
  const state: Record<string, unknown> = {};
  for (const { name } of tables)
    [state[name]] = await db().$queryRawUnsafe<unknown[]>(
      `SELECT count(*)::int AS rows, max(xmin::text::bigint)::text AS touched FROM "${name}"`,
    );
  return state;
}
