import "#tests/support/database.ts";
import { beforeAll, describe, expect, test } from "vitest";
import { readBox } from "#app/box/store.server.ts";
import { fromBase64, toBase64 } from "#app/sealing/bytes.ts";
import { newInvite, newReceipt } from "#app/sealing/receipt.ts";
import { responses } from "#app/deposit/responses.ts";
import { inviteKeysFor, prepareDeposit, prepareJoin } from "#app/sealing/wallet.ts";
import { type Wallet, withoutToken } from "#app/sealing/kept-wallet.ts";
import {
  ask,
  content,
  depositBy,
  employee,
  openEdition,
  type SealedEdition,
  send,
  walletOf,
} from "#tests/factories/sealed-edition.ts";

let sealed: SealedEdition;
let other: SealedEdition;

beforeAll(async () => {
  [sealed, other] = [await openEdition(), await openEdition()];
}, 120_000);

const refusedAs = (code: string) =>
  expect.objectContaining({ refusal: expect.objectContaining({ code }) });

describe("T10: a person hands in as many proposals as there are passes, and no more", () => {
  test("each pass is good for one proposal", async () => {
    let wallet = await walletOf(await employee(), sealed);
    for (let i = 0; i < 2; i += 1) {
      const request = await prepareDeposit(
        wallet,
        sealed,
        content({ title: `Idea ${i}` }),
        newReceipt(),
      );
      await send(request);
      wallet = withoutToken(wallet, request.token);
    }
    await expect(prepareDeposit(wallet, sealed, content(), newReceipt())).rejects.toThrow(
      "no-pass-left",
    );
  });

  test("a spent pass is refused with another receipt", async () => {
    const wallet = await walletOf(await employee(), sealed);
    await send(await prepareDeposit(wallet, sealed, content(), newReceipt()));
    await expect(
      send(await prepareDeposit(wallet, sealed, content(), newReceipt())),
    ).rejects.toEqual(refusedAs("token-spent"));
  });

  test("the same deposit again is answered like the first and counts once", async () => {
    const request = await prepareDeposit(
      await walletOf(await employee(), sealed),
      sealed,
      content({ title: "Una volta" }),
      newReceipt(),
    );
    const [first, again] = [await send(request), await send(request)];
    expect(again).toEqual(first);
    expect(await readBox((box) => box.proposal.count({ where: { title: "Una volta" } }))).toBe(1);
  });

  test("fifty deposits with one pass at once leave one proposal", async () => {
    const wallet = await walletOf(await employee(), sealed);
    const requests = await Promise.all(
      Array.from({ length: 50 }, () =>
        prepareDeposit(wallet, sealed, content({ title: "In gara una volta" }), newReceipt()),
      ),
    );
    const results = await Promise.allSettled(requests.map(send));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(
      await readBox((box) => box.proposal.count({ where: { title: "In gara una volta" } })),
    ).toBe(1);
    for (const result of results)
      if (result.status === "rejected") expect(result.reason).toEqual(refusedAs("token-spent"));
  }, 60_000);

  test("a pass is good for a proposal or for a place in a team, not for both, also of both at once", async () => {
    const lead = await depositBy(await employee(), sealed);
    const place = async () => {
      const code = newInvite();
      const keys = inviteKeysFor(code, sealed.edition.id);
      await ask({
        op: "invite",
        edition: sealed.edition.id,
        accessKey: lead.request.accessKey,
        codeHash: keys.hash,
      });
      return {
        code,
        to: responses.invitation.parse(
          await ask({ op: "invitation", edition: sealed.edition.id, inviteKey: keys.key }),
        ),
      };
    };
    const joining = async (wallet: Wallet, { code, to }: Awaited<ReturnType<typeof place>>) =>
      ask({ ...(await prepareJoin(wallet, sealed, to, code, newReceipt())) });
    const proposing = async (wallet: Wallet) =>
      send(await prepareDeposit(wallet, sealed, content(), newReceipt()));
    const [used, spent, both] = [
      await walletOf(await employee(), sealed),
      await walletOf(await employee(), sealed),
      await walletOf(await employee(), sealed),
    ];
    const [first, second] = [await place(), await place()];
    await joining(used, first);
    await expect(proposing(used)).rejects.toEqual(refusedAs("token-spent"));
    await proposing(spent);
    await expect(joining(spent, second)).rejects.toEqual(refusedAs("token-spent"));
    const outcomes = await Promise.allSettled([joining(both, second), proposing(both)]);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  test("a pass of another edition is refused", async () => {
    const foreign = await walletOf(await employee(), other);
    const request = await prepareDeposit(
      await walletOf(await employee(), sealed),
      sealed,
      content(),
      newReceipt(),
    );
    await expect(send({ ...request, token: foreign.tokens[0]! })).rejects.toEqual(
      refusedAs("token-invalid"),
    );
  });

  test.each([
    ["cut short", (token: Uint8Array) => token.slice(0, -1)],
    ["with a byte more", (token: Uint8Array) => Uint8Array.of(...token, 0)],
    [
      "with another signature",
      (token: Uint8Array) => token.map((byte, i) => (i === token.length - 1 ? byte ^ 1 : byte)),
    ],
    [
      "with another message",
      (token: Uint8Array) => token.map((byte, i) => (i === 0 ? byte ^ 1 : byte)),
    ],
    ["empty", () => new Uint8Array()],
  ])("a pass %s is refused", async (_what, forge) => {
    const request = await prepareDeposit(
      await walletOf(await employee(), sealed),
      sealed,
      content(),
      newReceipt(),
    );
    await expect(
      send({ ...request, token: toBase64(forge(fromBase64(request.token))) }),
    ).rejects.toEqual(refusedAs("token-invalid"));
  });

  test("passes are issued to so many browsers, and no more", async () => {
    const user = await employee();
    for (let browser = 0; browser < 3; browser += 1) await walletOf(user, sealed);
    await expect(walletOf(user, sealed)).rejects.toEqual(refusedAs("passes-exhausted"));
  });

  test("twenty browsers at once get no more than one after the other", async () => {
    const user = await employee();
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, () => walletOf(user, sealed)),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(3);
  }, 60_000);

  test("control: without the mark of a spent pass a second proposal goes through", async () => {
    const wallet = await walletOf(await employee(), sealed);
    await send(await prepareDeposit(wallet, sealed, content(), newReceipt()));
    await readBox((box) => box.spentToken.deleteMany());
    await expect(
      send(await prepareDeposit(wallet, sealed, content(), newReceipt())),
    ).resolves.toBeTruthy();
  });
});
