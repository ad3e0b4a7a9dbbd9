import "#tests/support/database.ts";
import { beforeAll, describe, expect, test, vi } from "vitest";
import type { ActionFunctionArgs } from "@remix-run/node";
import { readBox } from "#app/box/store.server.ts";
import { dispatch } from "#app/deposit/dispatch.server.ts";
import { entitlementOf } from "#app/deposit/entitlement-header.ts";
import { withLoadLimit } from "#app/deposit/load-limit.server.ts";
import { padded, sizeClasses } from "#app/deposit/padding.ts";
import { refusalIn, type Refused } from "#app/domain/refusal.ts";
import { headersOf, statusOf } from "#app/http/reply.server.ts";
import { action } from "#app/routes/p/api.ts";
import { newReceipt } from "#app/sealing/receipt.ts";
import {
  accessKeyFor,
  hashOfContent,
  prepareDeposit,
  type DepositRequest,
} from "#app/sealing/wallet.ts";
import { db } from "#app/platform/db.server.ts";
import {
  content,
  employee,
  moveDates,
  openEdition,
  preparedEdition,
  type SealedEdition,
  walletOf,
} from "#tests/factories/sealed-edition.ts";

// Whatever reaches the one endpoint of /p gets an answer that names what is wrong, and nothing
// half-written stays.

let sealed: SealedEdition;
let good: DepositRequest;

beforeAll(async () => {
  sealed = await openEdition();
  good = await prepareDeposit(
    await walletOf(await employee(), sealed),
    sealed,
    content(),
    newReceipt(),
  );
}, 60_000);

const ask = (request: object) => dispatch(padded(request));
const refusedAs = (code: string, field?: string) =>
  expect.objectContaining({ refusal: expect.objectContaining(field ? { code, field } : { code }) });

describe("a deposit", () => {
  const wrong: [string, () => object, string, string | undefined][] = [
    ["without a word", () => ({}), "invalid", "op"],
    ["with an act that does not exist", () => ({ ...good, op: "delete" }), "invalid", "op"],
    ["for something that is no edition", () => ({ ...good, edition: "x" }), "invalid", "edition"],
    [
      "for an edition that does not exist",
      () => ({ ...good, edition: crypto.randomUUID() }),
      "receipt-unknown",
      undefined,
    ],
    [
      "with an access key cut short",
      () => ({ ...good, accessKey: good.accessKey.slice(2) }),
      "invalid",
      "accessKey",
    ],
    ["with a token that is no base64", () => ({ ...good, token: "%%%" }), "invalid", "token"],
    [
      "under another manifest",
      () => ({ ...good, manifestHash: "A".repeat(43) }),
      "manifest-differs",
      undefined,
    ],
    [
      "without a title",
      () => ({ ...good, content: content({ title: "" }) }),
      "invalid",
      "content.title",
    ],
    [
      "with a character that cannot be stored",
      () => ({ ...good, content: content({ title: "a\u0000b" }) }),
      "invalid",
      "content.title",
    ],
    [
      "with half a character",
      () => ({ ...good, content: content({ summary: "a\ud800b" }) }),
      "invalid",
      "content.summary",
    ],
    [
      "with a foreign category",
      () => ({ ...good, content: content({ categories: ["sport"] }) }),
      "invalid",
      "categories",
    ],
    [
      "with a short envelope",
      () => ({ ...good, envelope: { ...good.envelope, ct: good.envelope.ct.slice(4) } }),
      "envelope-invalid",
      undefined,
    ],
    [
      "with a wrap too few",
      () => ({ ...good, envelope: { ...good.envelope, wraps: good.envelope.wraps.slice(1) } }),
      "envelope-invalid",
      undefined,
    ],
    [
      "with a second member's slot",
      () => ({ ...good, envelope: { ...good.envelope, slot: 2 } }),
      "envelope-invalid",
      undefined,
    ],
  ];
  test.each(wrong)("%s is refused", async (_what, request, code, field) => {
    await expect(ask(request())).rejects.toEqual(refusedAs(code, field));
    expect(await readBox((box) => box.proposal.count())).toBe(0);
    expect(await readBox((box) => box.spentToken.count())).toBe(0);
  });

  test("that is no JSON is refused", async () => {
    const filled = (text: string) => dispatch(text.padEnd(sizeClasses[0], " "));
    await expect(filled("{")).rejects.toEqual(refusedAs("invalid", "body"));
    await expect(filled("null")).rejects.toEqual(refusedAs("invalid"));
  });

  test("larger than the largest size class is refused", async () => {
    await expect(dispatch("x".repeat(sizeClasses.at(-1)! + 1))).rejects.toEqual(
      refusedAs("too-large"),
    );
  });

  test.each([-1, 1])("that is not exactly of a size class is refused (%i byte)", async (more) => {
    const body = padded({ ...good, content: content({ title: "" }) });
    const [filling] = /x{99,}/.exec(body)!;
    await expect(dispatch(body)).rejects.toEqual(refusedAs("invalid"));
    await expect(
      dispatch(body.replace(filling, "x".repeat(filling.length + more))),
    ).rejects.toEqual(refusedAs("wrong-size"));
  });

  test("before the opening is too early, after the deadline too late", async () => {
    const early = await preparedEdition();
    await db().edition.update({ where: { id: early.edition.id }, data: { phase: "announced" } });
    const request = await prepareDeposit(
      await walletOf(await employee(), early),
      early,
      content(),
      newReceipt(),
    );
    await expect(ask(request)).rejects.toEqual(refusedAs("too-early"));
    await db().edition.update({ where: { id: early.edition.id }, data: { phase: "screening" } });
    await expect(ask(request)).rejects.toEqual(refusedAs("too-late"));
  });

  test("that is good is taken; with its receipt another text is refused", async () => {
    await expect(ask(good)).resolves.toMatchObject({
      signature: expect.stringMatching(/^[\w-]{86}$/),
    });
    await expect(ask({ ...good, content: content({ title: "Altro" }) })).rejects.toEqual(
      refusedAs("conflict"),
    );
  });
});

describe("the endpoint", () => {
  const post = (body: string, headers: Record<string, string> = {}) => {
    const request = new Request("http://localhost/p/api", { method: "POST", body, headers });
    return action({ request, params: {}, context: { nonce: "" } } as unknown as ActionFunctionArgs);
  };
  const coded = async (answered: Promise<Response>) =>
    refusalIn(await (await answered).json()).code;

  test("refuses by the announced length what is of no class, and reads no more than the largest", async () => {
    const body = padded({ op: "nonsense" });
    expect(await coded(post(body))).toBe("invalid");
    expect(await coded(post(body, { "Content-Length": "16383" }))).toBe("wrong-size");
    expect(await coded(post(body, { "Content-Length": "99999999" }))).toBe("too-large");
    expect(await coded(post("x".repeat(sizeClasses[0] + 1)))).toBe("too-large");
    expect(await coded(post(body.slice(1)))).toBe("wrong-size");
  });

  test("answers in size classes too, and lets nobody compress them", async () => {
    const receipt = newReceipt();
    const mine = await prepareDeposit(
      await walletOf(await employee(), sealed),
      sealed,
      content(),
      receipt,
    );
    for (const request of [
      mine,
      { op: "read", edition: mine.edition, accessKey: mine.accessKey },
      { op: "nonsense" },
    ]) {
      const answered = await post(padded(request));
      expect((await answered.text()).length).toBe(sizeClasses[0]);
      expect(answered.headers.get("Cache-Control")).toContain("no-transform");
    }
  });
});

describe("many at once", () => {
  const underWay = async (count: number, kind: "others" | "withPass") => {
    let finish = () => {};
    const busy = new Promise<void>((done) => (finish = done));
    const all = Array.from({ length: count }, () => withLoadLimit(kind, () => busy));
    const next = (of: "others" | "withPass") =>
      withLoadLimit(of, async () => "taken").catch((error: Refused) => error.refusal.code);
    const answered = [await next("others"), await next("withPass")];
    finish();
    await Promise.all(all);
    return answered;
  };

  test("sixty-four requests are taken, and the next is asked to come again; a deposit has a place of its own", async () => {
    expect(await underWay(63, "others")).toEqual(["taken", "taken"]);
    expect(await underWay(64, "others")).toEqual(["busy", "taken"]);
    expect(await underWay(64, "withPass")).toEqual(["taken", "busy"]);
    expect(await underWay(0, "others")).toEqual(["taken", "taken"]); // and places are given back
  });

  test("who is asked to come again is told when", async () => {
    expect([statusOf("busy"), headersOf({ code: "busy" })]).toEqual([503, { "Retry-After": "5" }]);
  });
});

describe("more than the smallest class", () => {
  const post = (body: string, headers: Record<string, string>) =>
    action({
      request: new Request("http://localhost/p/api", {
        method: "POST",
        body,
        headers: { "Content-Length": String(body.length), ...headers },
      }),
      params: {},
      context: { nonce: "" },
    } as unknown as ActionFunctionArgs);
  const coded = async (body: string, headers: Record<string, string> = {}) =>
    refusalIn(await (await post(body, headers)).json()).code;
  const large = () => padded({ op: "nonsense", filling: "x".repeat(sizeClasses[0]) });
  const rightOf = (right: {
    edition?: string;
    accessKey?: string;
    token?: string | undefined;
  }) => ({
    ...entitlementOf({ edition: sealed.edition.id, ...right }, large()),
  });

  test("is read only behind a pass or a receipt that is good, whatever the body says", async () => {
    const wallet = await walletOf(await employee(), sealed);
    const [token] = wallet.tokens;
    expect(await coded(large())).toBe("wrong-size");
    expect(await coded(large(), { Authorization: "Innova x" })).toBe("wrong-size");
    expect(await coded(large(), rightOf({}))).toBe("receipt-unknown");
    expect(await coded(large(), rightOf({ edition: crypto.randomUUID(), token }))).toBe(
      "receipt-unknown",
    );
    expect(await coded(large(), rightOf({ token: `${token!.slice(0, -3)}AAA` }))).toBe(
      "token-invalid",
    );
    // it was read: the act does not exist
    expect(await coded(large(), rightOf({ token }))).toBe("invalid");
    const mine = await prepareDeposit(wallet, sealed, content(), newReceipt());
    await ask(mine);
    expect(await coded(large(), rightOf({ token: mine.token }))).toBe("token-spent");
    expect(await coded(large(), rightOf({ token: mine.token, accessKey: mine.accessKey }))).toBe(
      "invalid",
    ); // sent again after a lost answer
    expect(await coded(large(), rightOf({ accessKey: mine.accessKey }))).toBe("invalid");
  });

  test("nothing of it is read before that", async () => {
    let asked = 0;
    const body = new ReadableStream(
      {
        pull: (to) => {
          asked += 1;
          to.enqueue(new Uint8Array(65_536));
        },
      },
      { highWaterMark: 0 },
    );
    const request = new Request("http://localhost/p/api", {
      method: "POST",
      body,
      duplex: "half",
      headers: { "Content-Length": String(sizeClasses[3]), ...rightOf({}) },
    } as RequestInit);
    await action({ request, params: {}, context: { nonce: "" } } as unknown as ActionFunctionArgs);
    expect(asked).toBe(0);
  });

  test("the right has one length, whatever it is made of", () => {
    const all = [
      {},
      { token: good.token },
      { accessKey: good.accessKey },
      { token: good.token, accessKey: good.accessKey },
    ];
    expect(new Set(all.map((right) => rightOf(right).Authorization!.length)).size).toBe(1);
  });

  test.each([
    ["nesting", "["],
    ["objects in objects", '{"a":'],
    ["small values", "{},"],
  ])("%s without end is refused before it is parsed", async (_what, piece) => {
    const parse = vi.spyOn(JSON, "parse");
    const body = `{"op":[${piece.repeat(sizeClasses[2])}`.slice(0, sizeClasses[2]);
    await expect(dispatch(body)).rejects.toEqual(refusedAs("invalid", "body"));
    expect(parse).not.toHaveBeenCalled();
    parse.mockRestore();
  });
});

describe("coming back", () => {
  const withReceipt = (receipt: string) => ({
    edition: sealed.edition.id,
    accessKey: accessKeyFor(receipt, sealed.edition.id),
  });

  test("with a receipt of another edition finds nothing, like with a wrong one", async () => {
    const other = await openEdition();
    const receipt = newReceipt();
    const request = await prepareDeposit(
      await walletOf(await employee(), sealed),
      sealed,
      content(),
      receipt,
    );
    await ask(request);
    await expect(
      ask({ op: "read", edition: other.edition.id, accessKey: request.accessKey }),
    ).rejects.toEqual(refusedAs("receipt-unknown"));
    await expect(ask({ op: "read", ...withReceipt(newReceipt()) })).rejects.toEqual(
      refusedAs("receipt-unknown"),
    );
  });

  test("replacing and withdrawing end with the deadline; reading does not", async () => {
    const own = await openEdition();
    const receipt = newReceipt();
    await ask(await prepareDeposit(await walletOf(await employee(), own), own, content(), receipt));
    await moveDates(own.edition, { closesAt: new Date(Date.now() - 60_000) });
    const access = { edition: own.edition.id, accessKey: accessKeyFor(receipt, own.edition.id) };
    await expect(
      ask({
        op: "replace",
        ...access,
        replaces: hashOfContent(content()),
        content: content({ title: "Tardi" }),
      }),
    ).rejects.toEqual(refusedAs("too-late"));
    await expect(ask({ op: "withdraw", ...access, blinded: "A".repeat(342) })).rejects.toEqual(
      refusedAs("too-late"),
    );
    await expect(ask({ op: "read", ...access })).resolves.toMatchObject({ withdrawn: false });
  });
});
