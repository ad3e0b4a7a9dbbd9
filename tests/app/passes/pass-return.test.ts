import "#tests/support/database.ts";
import "#app/i18n/all.ts";
import { beforeAll, describe, expect, test } from "vitest";
import { addOrganiser, removeOrganiser } from "#app/commands/edition/edition.server.ts";
import { appointJuror, removeJuror } from "#app/commands/jury/jury.server.ts";
import { acceptMembership, declineMembership } from "#app/commands/jury/juror-membership.server.ts";
import { returnPasses } from "#app/commands/passes/pass-return.server.ts";
import { juryPage } from "#app/queries/jury/jury.server.ts";
import { minutesOf } from "#app/queries/meetings/minutes.server.ts";
import { passOffers, returnOffers } from "#app/queries/passes/passes.server.ts";
import { verifyPage } from "#app/queries/opening/public-verify.server.ts";
import { fromBase64 } from "#app/sealing/bytes.ts";
import { newReceipt } from "#app/sealing/receipt.ts";
import { nullifier, splitPass } from "#app/sealing/token.ts";
import { withoutToken } from "#app/sealing/kept-wallet.ts";
import { askForRefund, prepareDeposit, receiveRefund } from "#app/sealing/wallet.ts";
import { db, type User } from "#app/platform/db.server.ts";
import { lucia, sessionCookieName } from "#app/platform/accounts/session.server.ts";
import { action } from "#app/routes/area/pass-return.ts";
import { action as appoint } from "#app/routes/area/manage/jury/page.tsx";
import {
  ask as anonymously,
  close,
  content,
  depositBy,
  employee,
  openEdition,
  type SealedEdition,
  send,
  walletOf,
} from "#tests/factories/sealed-edition.ts";
import { ask } from "#tests/support/asking.ts";
import { atOnce, editionHeld, interleaved, personHeld } from "#tests/support/race.ts";
import { expectRefused } from "#tests/support/refusal.ts";

let sealed: SealedEdition;

beforeAll(async () => {
  sealed = await openEdition();
}, 120_000);

const back = (user: User, ...wallets: { tokens: string[] }[]) =>
  returnPasses(user.id, sealed.edition.id, wallets.flatMap(({ tokens }) => tokens).map(fromBase64));
const asJuror = (user: User, declaration?: string) =>
  appointJuror(sealed.organiser.id, sealed.edition, { userId: user.id, chair: false, declaration });
const returnOf = (user: User) => db().passReturn.findMany({ where: { userId: user.id } });

describe("giving back all passes", () => {
  test("opens the way to a role, ends the way to more passes, and writes nothing else", async () => {
    const user = await employee();
    const wallet = await walletOf(user, sealed);
    await expectRefused(asJuror(user), "holds-pass");
    const entries = await db().auditEntry.count();
    expect(await back(user, wallet)).toEqual({ returned: 2, issued: 2 });
    expect(await db().auditEntry.count()).toBe(entries);
    expect(await returnOf(user)).toEqual([
      { editionId: sealed.edition.id, userId: user.id, count: 2 },
    ]); // no time
    await expectRefused(walletOf(user, sealed), "passes-returned");
    expect(
      (await passOffers(user.id, "it")).find(({ editionId }) => editionId === sealed.edition.id)
        ?.why,
    ).toBe("passes-returned");
    await asJuror(user);
    await expectRefused(walletOf(user, sealed), "holds-role");
  });

  test("lets somebody organise", async () => {
    const user = await employee();
    const wallet = await walletOf(user, sealed);
    await expectRefused(
      addOrganiser(sealed.organiser.id, sealed.edition.id, user.email),
      "holds-pass",
    );
    await back(user, wallet);
    await addOrganiser(sealed.organiser.id, sealed.edition.id, user.email);
    expect(await db().role.count({ where: { userId: user.id, kind: "ORGANISER" } })).toBe(1);
  });

  test("lets somebody organise or judge, and not both, whoever gives the two roles at once", async () => {
    const user = await employee();
    const end = interleaved({
      hold: editionHeld(sealed.edition.id),
      act: () => addOrganiser(sealed.organiser.id, sealed.edition.id, user.email),
      meanwhile: (tx) =>
        tx.role.create({ data: { editionId: sealed.edition.id, userId: user.id, kind: "JUROR" } }),
    });
    await expectRefused(end, "holds-other-role");
    expect(await db().role.findMany({ where: { userId: user.id } })).toMatchObject([
      { kind: "JUROR" },
    ]);
  });

  test("lets somebody organise once, also when two organisers say so at once", async () => {
    const user = await employee();
    const add = () => addOrganiser(sealed.organiser.id, sealed.edition.id, user.email);
    await atOnce(personHeld(user.id), add, add);
    expect(await db().role.count({ where: { userId: user.id } })).toBe(1);
  });

  test("spends them: nothing can be handed in with one of them any more", async () => {
    const user = await employee();
    const wallet = await walletOf(user, sealed);
    await back(user, wallet);
    await expectRefused(
      anonymously({ op: "check", edition: sealed.edition.id, token: wallet.tokens[0], texts: [] }),
      "token-spent",
    );
  });

  test("goes on from browser to browser until all are back", async () => {
    const user = await employee();
    const [office, home] = [await walletOf(user, sealed), await walletOf(user, sealed)];
    expect(await back(user, office)).toEqual({ returned: 2, issued: 4 });
    await expectRefused(asJuror(user), "holds-pass");
    // whoever has begun gets no others
    await expectRefused(walletOf(user, sealed), "passes-returned");
    expect((await returnOffers(user.id, "it"))[0]).toMatchObject({
      returned: 2,
      issued: 4,
      sub: user.id,
      perBrowser: 2,
    });
    expect(await back(user, home)).toEqual({ returned: 4, issued: 4 });
    await asJuror(user);
  });

  test("takes those of a second browser out of a file at once", async () => {
    const user = await employee();
    expect(await back(user, await walletOf(user, sealed), await walletOf(user, sealed))).toEqual({
      returned: 4,
      issued: 4,
    });
  });

  test("sent again after a lost reply counts once, and so do two requests at once", async () => {
    const user = await employee();
    const wallet = await walletOf(user, sealed);
    expect(await Promise.all([back(user, wallet), back(user, wallet)])).toEqual([
      { returned: 2, issued: 2 },
      { returned: 2, issued: 2 },
    ]);
    expect(await back(user, wallet, wallet)).toEqual({ returned: 2, issued: 2 });
  });

  test("counts once whatever the other request writes between what this one reads", async () => {
    const user = await employee();
    const wallet = await walletOf(user, sealed);
    const editionId = sealed.edition.id;
    const spent = wallet.tokens.map(
      (token) => new Uint8Array(nullifier(splitPass(editionId, fromBase64(token))!.message)),
    );
    const answer = await interleaved({
      hold: (tx) => tx.$executeRaw`LOCK TABLE "PassReturn" IN ACCESS EXCLUSIVE MODE`,
      act: () => back(user, wallet),
      meanwhile: async (tx) => {
        await tx.spentToken.createMany({
          data: spent.map((each) => ({ nullifier: each, editionId, purpose: "returned" })),
        });
        await tx.passReturn.create({ data: { editionId, userId: user.id, count: 2 } });
      },
    });
    expect(answer).toEqual({ returned: 2, issued: 2 });
  });

  test("counts the pass that a withdrawal gave back", async () => {
    const user = await employee();
    const { wallet, request } = await depositBy(user, sealed);
    const left = withoutToken(wallet, request.token);
    await expectRefused(back(user, left), "passes-incomplete");
    const refund = await askForRefund(sealed.manifest);
    const { blindSignature } = (await anonymously({
      op: "withdraw",
      edition: sealed.edition.id,
      accessKey: request.accessKey,
      blinded: refund.blinded,
    })) as { blindSignature: string };
    const fresh = await receiveRefund(sealed.manifest, refund, blindSignature);
    expect(await back(user, left, { tokens: [fresh] })).toEqual({ returned: 2, issued: 2 });
  });

  test("works after closing too, and the counts of closing stay as they were signed", async () => {
    const own = await openEdition();
    const [user, proposer] = [await employee(), await employee()];
    const wallet = await walletOf(user, own);
    const other = await walletOf(await employee(), own);
    await depositBy(proposer, own);
    await returnPasses(
      (
        await db().activation.findFirstOrThrow({
          where: { editionId: own.edition.id, userId: { notIn: [user.id, proposer.id] } },
        })
      ).userId,
      own.edition.id,
      other.tokens.map(fromBase64),
    );
    await close(own);
    const counts = { activated: 3, issued: 6, spent: 1 };
    expect(await db().closing.findUnique({ where: { editionId: own.edition.id } })).toMatchObject(
      counts,
    );
    await returnPasses(user.id, own.edition.id, wallet.tokens.map(fromBase64));
    expect((await verifyPage(own.edition.code, "it")).closing).toMatchObject({
      ...counts,
      returned: 4,
    });
    await appointJuror(own.organiser.id, own.edition, { userId: user.id, chair: false });
  }, 60_000);
});

describe("passes that cannot be given back", () => {
  test("a used one is refused with all others, and no row anywhere remembers that it was tried", async () => {
    const user = await employee();
    const { wallet } = await depositBy(user, sealed);
    const before = await snapshot();
    await expectRefused(back(user, wallet), "passes-used");
    await expectRefused(back(user, { tokens: wallet.tokens.slice(1) }), "passes-incomplete");
    expect(await snapshot()).toEqual(before);
  });

  test("control: the snapshot sees a return that is taken", async () => {
    const user = await employee();
    const wallet = await walletOf(user, sealed);
    const before = await snapshot();
    await back(user, wallet);
    expect(await snapshot()).not.toEqual(before);
  });

  test("some of a browser's alone are not kept: the missing one would show", async () => {
    const user = await employee();
    const wallet = await walletOf(user, sealed);
    await expectRefused(back(user, { tokens: wallet.tokens.slice(1) }), "passes-incomplete");
    expect(await returnOf(user)).toEqual([]);
  });

  test("a forged one, another edition's, and more than one was given are refused", async () => {
    const [user, colleague] = [await employee(), await employee()];
    const [wallet, theirs] = [await walletOf(user, sealed), await walletOf(colleague, sealed)];
    const forged = Buffer.from(fromBase64(wallet.tokens[0]!));
    forged[200]! ^= 1;
    await expectRefused(returnPasses(user.id, sealed.edition.id, [forged]), "token-invalid");
    const other = await openEdition();
    await expectRefused(
      returnPasses(
        user.id,
        sealed.edition.id,
        (await walletOf(user, other)).tokens.map(fromBase64),
      ),
      "token-invalid",
    );
    await expectRefused(back(user, wallet, theirs), "passes-foreign");
    await expectRefused(back(await employee(), theirs), "not-found");
    expect(await returnOf(user)).toEqual([]);
  }, 60_000);

  test("a pass goes into a proposal or back, never both", async () => {
    const ends = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const user = await employee();
        const wallet = await walletOf(user, sealed);
        const request = await prepareDeposit(wallet, sealed, content(), newReceipt());
        return (await Promise.allSettled([send(request), back(user, wallet)]))
          .map(({ status }) => status)
          .sort();
      }),
    );
    expect(ends).toEqual(Array(4).fill(["fulfilled", "rejected"]));
  });
});

describe("the answer to a browser", () => {
  const post = async (user: User, passes: string[]) => {
    const session = await lucia().createSession(user.id, {});
    const request = new Request("http://localhost/area/pass-return", {
      method: "POST",
      headers: { Cookie: `${sessionCookieName}=${session.id}` },
      body: JSON.stringify({ edition: sealed.edition.id, passes }),
    });
    const response = (await action({ request, params: {}, context: {} } as never)) as Response;
    return { status: response.status, text: await response.text() };
  };

  test("has the same status and length whether the passes are taken or one was used", async () => {
    const [honest, proposer] = [await employee(), await employee()];
    const taken = await post(honest, (await walletOf(honest, sealed)).tokens);
    const refused = await post(proposer, (await depositBy(proposer, sealed)).wallet.tokens);
    expect(JSON.parse(taken.text)).toEqual({ returned: 2, issued: 2 });
    expect(JSON.parse(refused.text)).toEqual({ refusal: { code: "passes-used" } });
    expect([refused.status, refused.text.length]).toEqual([taken.status, taken.text.length]);
  });
});

describe("a declaration of not having taken part", () => {
  const words = "Dichiaro di non aver consegnato proposte e di non essere in alcun gruppo.";

  test("stands in for the passes; it is on the jury's page, in the log and in the minutes", async () => {
    const user = await employee();
    await walletOf(user, sealed);
    await asJuror(user, words);
    const row = (await juryPage(sealed.edition, "")).jurors.find(
      ({ email }) => email === user.email,
    );
    expect(row?.noPart).toMatchObject({
      text: words,
      by: `${sealed.organiser.name} ${sealed.organiser.surname}`,
    });
    expect(
      await db().auditEntry.findMany({
        where: { objectId: user.id },
        select: { action: true, actorId: true, detail: true },
      }),
    ).toEqual([{ action: "juror.declared-no-part", actorId: sealed.organiser.id, detail: {} }]);
    expect(
      (await minutesOf(sealed.edition.id)).find(
        ({ key, params }) =>
          key === "declared-no-part" && params.name === `${user.name} ${user.surname}`,
      )?.params.text,
    ).toBe(words);
  });

  test("is not kept of somebody who needs none", async () => {
    const user = await employee();
    await asJuror(user, words);
    expect(await db().roleDeclaration.count({ where: { userId: user.id } })).toBe(0);
  });

  test("does not help whoever organises", async () => {
    await expectRefused(asJuror(sealed.organiser, words), "holds-other-role");
  });

  test("is asked for on the page where a person with passes was to be appointed, and keeps what was typed", async () => {
    const user = await employee();
    await walletOf(user, sealed);
    const params = { edition: sealed.edition.code };
    const refused = await ask(appoint, {
      as: sealed.organiser,
      params,
      form: { userId: user.id, as: "chair" },
    });
    expect(refused).toMatchObject({
      status: 422,
      value: { refusal: { code: "holds-pass" }, typed: { userId: user.id, as: "chair" } },
    });
    expect(
      await ask(appoint, {
        as: sealed.organiser,
        params,
        form: { userId: user.id, declaration: "troppo corta" },
      }),
    ).toMatchObject({ status: 400, value: { typed: { declaration: "troppo corta" } } });
    expect(
      (
        await ask(appoint, {
          as: sealed.organiser,
          params,
          form: { userId: user.id, declaration: words },
        })
      ).location,
    ).toContain("done=appointed");
  });
});

describe("a role once held", () => {
  const former = async (user: User) =>
    (await db().formerRole.findMany({ where: { userId: user.id } })).map(({ kind }) => kind);
  const seated = async () => {
    const user = await employee();
    await asJuror(user);
    return {
      user,
      juror: await db().juror.findUniqueOrThrow({
        where: { editionId_userId: { editionId: sealed.edition.id, userId: user.id } },
      }),
    };
  };
  const accept = (user: User) =>
    acceptMembership(user.id, sealed.edition.id, { maxLoad: undefined, expertise: {} });

  test("as organiser stays, and there are no passes after it", async () => {
    const user = await employee();
    await addOrganiser(sealed.organiser.id, sealed.edition.id, user.email);
    await removeOrganiser(sealed.organiser.id, sealed.edition.id, user.id);
    expect(await former(user)).toEqual(["ORGANISER"]);
    await expectRefused(walletOf(user, sealed), "holds-role");
  });

  test("as juror stays once the seat was accepted, removed or declined", async () => {
    const [removed, declined] = [await seated(), await seated()];
    await accept(removed.user);
    await removeJuror(sealed.organiser.id, sealed.edition.id, removed.juror.id);
    await accept(declined.user);
    await declineMembership(declined.user.id, sealed.edition.id, "Non posso");
    expect([await former(removed.user), await former(declined.user)]).toEqual([
      ["JUROR"],
      ["JUROR"],
    ]);
  });

  test("is none for whoever was asked and never accepted", async () => {
    const { user } = await seated();
    await declineMembership(user.id, sealed.edition.id, "Non posso");
    expect(await former(user)).toEqual([]);
    expect((await walletOf(user, sealed)).tokens).toHaveLength(2);
  });
});

/**
 * Every row that a refused attempt could have left, with the transaction that wrote and the one
 * that locked it.
 */
async function snapshot(): Promise<string> {
  const tables = [
    "PassReturn",
    "SpentToken",
    "Activation",
    "User",
    "AuditEntry",
    "Session",
    "OutboxMail",
  ];
  const rows = await Promise.all(
    tables.map((name) =>
      db().$queryRawUnsafe<{ row: string }[]>(
        `SELECT t::text || ' ' || xmin::text || ' ' || xmax::text AS row FROM "${name}" t ORDER BY 1`,
      ),
    ),
  );
  return JSON.stringify(rows);
}
