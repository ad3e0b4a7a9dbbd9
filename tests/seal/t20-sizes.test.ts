import "#tests/support/database.ts";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { readBox } from "#app/box/store.server.ts";
import { dispatch } from "#app/deposit/dispatch.server.ts";
import { padded, sizeClasses } from "#app/deposit/padding.ts";
import { newReceipt } from "#app/sealing/receipt.ts";
import { prepareDeposit } from "#app/sealing/wallet.ts";
import type { Wallet } from "#app/sealing/kept-wallet.ts";
import type { User } from "#app/platform/db.server.ts";
import {
  content,
  depositBy,
  employee,
  joinAs,
  openEdition,
  type SealedEdition,
  walletOf,
} from "#tests/factories/sealed-edition.ts";

const refusedAs = (code: string) =>
  expect.objectContaining({ refusal: expect.objectContaining({ code }) });

describe("sizes tell nothing (T20)", () => {
  let sealed: SealedEdition;
  beforeAll(async () => {
    sealed = await openEdition();
  }, 60_000);

  const names: Partial<User>[] = [
    { name: "Li", surname: "Wu", unit: "" },
    {
      name: "Maria Antonietta Giuseppina",
      surname: "Dell’Acqua-Sanfelice di Monteforte",
      unit: "Divisione Servizi Civici, Sistema Informativo e Decentramento Amministrativo",
    },
    { name: "Nicolò", surname: "Đorđević", unit: "Área de Innovación 🏛️" },
  ];

  test("every envelope has the same size, whatever the name, also of a member", async () => {
    for (const person of names) await depositBy(await employee(person), sealed);
    await joinAs(
      await employee(names[1]),
      sealed,
      await depositBy(await employee(names[0]), sealed),
      2,
    );
    const rows = await readBox((box) => box.envelope.findMany());
    const sizes = rows.map(({ iv, ct, commit, wraps, ownerWrap }) =>
      [iv, ct, commit, wraps, ownerWrap].map(({ length }) => length),
    );
    expect(sizes).toHaveLength(5);
    for (const size of sizes) expect(size).toEqual([12, 2064, 32, 394 * 3, 60]);
  }, 60_000);

  test("every request is of a size class on the wire: texts of any length, names of any length", async () => {
    const wallets: Wallet[] = [];
    for (const person of names) wallets.push(await walletOf(await employee(person), sealed));
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 400 }),
        fc.constantFrom(...wallets),
        async (words, wallet) => {
          const request = await prepareDeposit(
            wallet,
            sealed,
            content({ solution: "parola ".repeat(words) }),
            newReceipt(),
          );
          expect(sizeClasses as readonly number[]).toContain(Buffer.byteLength(padded(request)));
        },
      ),
      { numRuns: 30, seed: 20 },
    );
    // a short and a long proposal are one class: the length of the text does not show
    const length = async (words: number, wallet: Wallet) =>
      Buffer.byteLength(
        padded(
          await prepareDeposit(
            wallet,
            sealed,
            content({ solution: "parola ".repeat(words) }),
            newReceipt(),
          ),
        ),
      );
    expect(await length(1, wallets[0]!)).toBe(await length(300, wallets[1]!));
  }, 120_000);

  test.each([-1, 1, 1000])(
    "a body that misses a size class by %i bytes is refused, for every act",
    async (off) => {
      const acts = [
        "deposit",
        "read",
        "inclusion",
        "replace",
        "clean",
        "file",
        "check",
        "invite",
        "uninvite",
        "invitation",
        "join",
        "withdraw",
        "object",
        "open-own",
        "nonsense",
      ];
      for (const op of acts) {
        const body = padded({ op, edition: sealed.edition.id });
        expect(body).toHaveLength(sizeClasses[0]);
        const wrong = body.replace(/x+(?="})/, (filling) => "x".repeat(filling.length + off));
        await expect(dispatch(wrong)).rejects.toEqual(refusedAs("wrong-size"));
      }
    },
  );

  test("control: a body without its filling would show its length", async () => {
    const request = await prepareDeposit(
      await walletOf(await employee(), sealed),
      sealed,
      content(),
      newReceipt(),
    );
    await expect(dispatch(JSON.stringify(request))).rejects.toEqual(refusedAs("wrong-size"));
  }, 60_000);
});
