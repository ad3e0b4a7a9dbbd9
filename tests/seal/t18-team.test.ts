import "#tests/support/database.ts";
import { createHash } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { readBox } from "#app/box/store.server.ts";
import { enterPhase } from "#app/commands/edition/phase.server.ts";
import { responses } from "#app/deposit/responses.ts";
import { Refused } from "#app/domain/refusal.ts";
import { newInvite, newReceipt, parseInvite, parseReceipt } from "#app/sealing/receipt.ts";
import {
  accessKeyFor,
  askForRefund,
  inviteKeysFor,
  prepareJoin,
  readOwnEnvelope,
  receiveRefund,
} from "#app/sealing/wallet.ts";
import type { Wallet } from "#app/sealing/kept-wallet.ts";
import { db, type User } from "#app/platform/db.server.ts";
import {
  ask,
  content,
  type Deposited,
  depositBy,
  employee,
  moveDates,
  openEdition,
  type SealedEdition,
  walletOf,
} from "#tests/factories/sealed-edition.ts";
import { atOnceInBox, editionHeld, interleavedInBox } from "#tests/support/race.ts";

let sealed: SealedEdition;
let lead: Deposited;

beforeAll(async () => {
  sealed = await openEdition();
}, 60_000);

const edition = () => sealed.edition.id;
const refusedAs = (code: string) =>
  expect.objectContaining({ refusal: expect.objectContaining({ code }) });
const read = async (receipt: string) =>
  responses.read.parse(
    await ask({ op: "read", edition: edition(), accessKey: accessKeyFor(receipt, edition()) }),
  );
const inviteBy = async (own: { receipt: string }, code = newInvite()) => {
  const team = responses.invite.parse(
    await ask({
      op: "invite",
      edition: edition(),
      accessKey: accessKeyFor(own.receipt, edition()),
      codeHash: inviteKeysFor(code, edition()).hash,
    }),
  );
  return { code, team };
};
const lookAt = async (code: string) =>
  responses.invitation.parse(
    await ask({
      op: "invitation",
      edition: edition(),
      inviteKey: inviteKeysFor(code, edition()).key,
    }),
  );
const leaveWith = async (receipt: string, state: { blinded: string }) =>
  responses.withdraw.parse(
    await ask({
      op: "withdraw",
      edition: edition(),
      accessKey: accessKeyFor(receipt, edition()),
      blinded: state.blinded,
    }),
  );

type Member = {
  user: User;
  wallet: Wallet;
  receipt: string;
  request: Awaited<ReturnType<typeof prepareJoin>>;
};

/** A colleague with the code, and what the browser makes of it. */
async function member(code: string): Promise<Member> {
  const [user, receipt] = [await employee(), newReceipt()];
  const wallet = await walletOf(user, sealed);
  return {
    user,
    wallet,
    receipt,
    request: await prepareJoin(wallet, sealed, await lookAt(code), code, receipt),
  };
}

describe("a team (T18)", () => {
  test("each member has their own pass, their own envelope and their own receipt", async () => {
    lead = await depositBy(await employee(), sealed, content({ title: "In tre" }));
    const { code, team } = await inviteBy(lead);
    expect(team).toEqual({ confirmed: 1, open: [2], max: 3 });
    const ada = await member(code);
    const reply = responses.join.parse(await ask(ada.request));
    expect(reply.signature).not.toBe("");
    const own = await read(ada.receipt);
    expect(own).toMatchObject({
      role: "member",
      team: { confirmed: 2, open: [], max: 3 },
      content: { title: "In tre" },
    });
    const { cert } = await readOwnEnvelope(
      ada.receipt,
      sealed.manifest,
      own.proposalId,
      own.envelope!,
    );
    expect(cert.certificate.sub).toBe(ada.user.id);
    await expect(
      readOwnEnvelope(lead.receipt, sealed.manifest, own.proposalId, own.envelope!),
    ).rejects.toThrow("receipt-wrong");
    expect(
      await readBox((box) =>
        box.spentToken.count({ where: { editionId: edition(), purpose: "deposit" } }),
      ),
    ).toBe(2);
  });

  test("what the lead sends and gets never holds anything of a member", async () => {
    const before = await readBox((box) =>
      box.envelope.findMany({ where: { proposalId: lead.request.proposalId, slot: { gt: 1 } } }),
    );
    const [theirs] = before;
    const wire: string[] = [];
    const { code, team } = await inviteBy(lead);
    const ada = await member(code);
    await ask(ada.request);
    wire.push(
      JSON.stringify(team),
      JSON.stringify(await read(lead.receipt)),
      JSON.stringify(lead.request),
      JSON.stringify(lead.reply),
    );
    const { name, surname, staffNumber, unit, sub } = ada.wallet.cert.certificate;
    const members = [
      name,
      surname,
      staffNumber,
      unit,
      sub,
      ada.user.email,
      ada.receipt,
      ada.request.accessKey,
      ada.request.token,
      ada.request.envelope.id,
      ada.request.envelope.ct,
      theirs!.id,
    ];
    const leaks = (texts: string[], values: string[]) =>
      values.filter((value) => texts.some((text) => text.includes(value)));
    expect(leaks(wire, members)).toEqual([]);
    // control: an answer that carried the team's envelopes would be caught
    const planted = {
      team,
      envelopes: await readBox((box) =>
        box.envelope.findMany({
          where: { proposalId: lead.request.proposalId },
          select: { id: true },
        }),
      ),
    };
    expect(leaks([JSON.stringify(planted)], members)).toContain(ada.request.envelope.id);
  });

  test("the server keeps of an invitation a hash, and nothing once it is used", async () => {
    const other = await depositBy(await employee(), sealed);
    const { code } = await inviteBy(other);
    const { key } = inviteKeysFor(code, edition());
    const rows = await readBox((box) =>
      box.invite.findMany({ where: { proposalId: other.request.proposalId } }),
    );
    expect(rows.map(({ codeHash }) => Buffer.from(codeHash).toString("hex"))).toEqual([
      createHash("sha256").update(Buffer.from(key, "base64url")).digest("hex"),
    ]);
    await ask((await member(code)).request);
    expect(
      await readBox((box) => box.invite.count({ where: { proposalId: other.request.proposalId } })),
    ).toBe(0);
  });

  test("an invitation is good once; the same request again is answered like the first", async () => {
    const other = await depositBy(await employee(), sealed);
    const { code } = await inviteBy(other);
    const [ada, bruno] = [await member(code), await member(code)];
    const first = await ask(ada.request);
    expect(await ask(ada.request)).toEqual(first);
    await expect(ask(bruno.request)).rejects.toEqual(refusedAs("invitation-unknown"));
    await expect(lookAt(code)).rejects.toEqual(refusedAs("invitation-unknown"));
    expect(
      await readBox((box) =>
        box.envelope.count({ where: { proposalId: other.request.proposalId } }),
      ),
    ).toBe(2);
  });

  test("the same request twice at once is answered alike", async () => {
    const other = await depositBy(await employee(), sealed);
    const { request } = await member((await inviteBy(other)).code);
    const [one, two] = await atOnceInBox(
      editionHeld(edition()),
      () => ask(request),
      () => ask(request),
    );
    expect(two).toEqual(one);
  });

  test("of fifty who use one invitation at once, one gets in", async () => {
    const other = await depositBy(await employee(), sealed);
    const { code } = await inviteBy(other);
    const first = await member(code);
    // the same pass and place under fifty receipts
    const to = await lookAt(code);
    const requests = await Promise.all(
      Array.from({ length: 50 }, () => prepareJoin(first.wallet, sealed, to, code, newReceipt())),
    );
    const outcomes = await Promise.allSettled(requests.map((request) => ask(request)));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(
      await readBox((box) =>
        box.envelope.count({ where: { proposalId: other.request.proposalId } }),
      ),
    ).toBe(2);
  }, 60_000);

  test("has as many places as the edition allows, and one that was taken back is free again", async () => {
    const other = await depositBy(await employee(), sealed);
    await inviteBy(other);
    const { team } = await inviteBy(other);
    expect(team.open).toEqual([2, 3]);
    await expect(inviteBy(other)).rejects.toEqual(refusedAs("team-full"));
    expect(
      await ask({
        op: "uninvite",
        edition: edition(),
        accessKey: accessKeyFor(other.receipt, edition()),
        slot: 2,
      }),
    ).toMatchObject({ open: [3] });
    expect((await inviteBy(other)).team.open).toEqual([2, 3]);
  });

  test("is led by one receipt: a member's neither invites nor replaces", async () => {
    const other = await depositBy(await employee(), sealed);
    const ada = await member((await inviteBy(other)).code);
    await ask(ada.request);
    await expect(inviteBy(ada)).rejects.toEqual(refusedAs("not-lead"));
    const replace = {
      op: "replace",
      edition: edition(),
      accessKey: ada.request.accessKey,
      replaces: (await read(ada.receipt)).contentHash,
      content: content({ title: "Di Ada" }),
    };
    await expect(ask(replace)).rejects.toEqual(refusedAs("not-lead"));
  });

  test("is left with their own receipt: the envelope goes, the pass comes back, the place is free for another", async () => {
    const other = await depositBy(await employee(), sealed);
    const ada = await member((await inviteBy(other)).code);
    await ask(ada.request);
    const state = await askForRefund(sealed.manifest);
    const { blindSignature } = await leaveWith(ada.receipt, state);
    expect(await leaveWith(ada.receipt, state)).toEqual({ blindSignature });
    await expect(leaveWith(ada.receipt, await askForRefund(sealed.manifest))).rejects.toEqual(
      refusedAs("withdrawn"),
    );
    expect(await read(ada.receipt)).toMatchObject({
      role: "left",
      content: null,
      envelope: null,
      files: [],
    });
    expect(await read(other.receipt)).toMatchObject({ withdrawn: false, team: { confirmed: 1 } });
    const token = await receiveRefund(sealed.manifest, state, blindSignature);
    const bruno = await member((await inviteBy(other)).code);
    await ask(bruno.request);
    // not the one that is at the old place now
    expect((await read(ada.receipt)).envelope).toBeNull();
    expect(token).not.toBe(ada.request.token);
  });

  test("whose proposal the lead withdraws gives every member their own pass back, once", async () => {
    const other = await depositBy(await employee(), sealed);
    const ada = await member((await inviteBy(other)).code);
    await ask(ada.request);
    await inviteBy(other);
    await leaveWith(other.receipt, await askForRefund(sealed.manifest));
    expect(
      await readBox((box) =>
        box.envelope.count({ where: { proposalId: other.request.proposalId } }),
      ),
    ).toBe(0);
    expect(
      await readBox((box) => box.invite.count({ where: { proposalId: other.request.proposalId } })),
    ).toBe(0);
    expect(await read(ada.receipt)).toMatchObject({
      withdrawn: true,
      role: "member",
      content: null,
    });
    const state = await askForRefund(sealed.manifest);
    await leaveWith(ada.receipt, state);
    await expect(leaveWith(ada.receipt, await askForRefund(sealed.manifest))).rejects.toEqual(
      refusedAs("withdrawn"),
    );
  });

  test("that somebody joins or is invited to while the lead withdraws the proposal has nobody in it afterwards", async () => {
    const [joined, invited] = [
      await depositBy(await employee(), sealed),
      await depositBy(await employee(), sealed),
    ];
    const { request } = await member((await inviteBy(joined)).code);
    const leave = async (own: Deposited) =>
      leaveWith(own.receipt, await askForRefund(sealed.manifest));
    const codeHash = new Uint8Array(
      createHash("sha256").update(Buffer.from(request.inviteKey, "base64url")).digest(),
    );
    // what joining writes, and has not committed yet
    await interleavedInBox({
      hold: async (tx) => {
        await tx.invite.deleteMany({ where: { codeHash } });
        const [lead] = await tx.envelope.findMany({
          where: { proposalId: joined.request.proposalId },
        });
        await tx.envelope.create({ data: { ...lead!, id: request.envelope.id, slot: 2 } });
      },
      act: () => leave(joined),
    });
    expect(
      await readBox((box) =>
        box.envelope.count({ where: { proposalId: joined.request.proposalId } }),
      ),
    ).toBe(0);
    // an invitation that waits for a proposal which is gone when its turn comes
    const late = interleavedInBox({
      hold: (tx) =>
        tx.proposal.update({
          where: { id: invited.request.proposalId },
          data: { withdrawn: true },
        }),
      act: () => inviteBy(invited),
    });
    await expect(late).rejects.toEqual(refusedAs("withdrawn"));
    expect(
      await readBox((box) =>
        box.invite.count({ where: { proposalId: invited.request.proposalId } }),
      ),
    ).toBe(0);
  });

  test("a joined envelope must be for its place, and under this manifest", async () => {
    const other = await depositBy(await employee(), sealed);
    const { code } = await inviteBy(other);
    const ada = await member(code);
    await expect(
      ask({ ...ada.request, envelope: { ...ada.request.envelope, slot: 3 } }),
    ).rejects.toEqual(refusedAs("envelope-invalid"));
    await expect(ask({ ...ada.request, manifestHash: "A".repeat(43) })).rejects.toEqual(
      refusedAs("manifest-differs"),
    );
    await expect(ask({ ...ada.request, token: lead.request.token })).rejects.toEqual(
      refusedAs("token-spent"),
    );
    expect((await lookAt(code)).slot).toBe(2); // nothing of it was written
    await ask(ada.request);
  });

  test("codes of invitations and receipts are told apart before anything is asked", () => {
    expect(parseReceipt(newInvite()) === null || parseInvite(newReceipt()) === null).toBe(true);
    expect(parseInvite(newInvite())).not.toBeNull();
  });

  test("places nobody took lapse at closing, with the receipts of those who left", async () => {
    const last = await depositBy(await employee(), sealed);
    const ada = await member((await inviteBy(last)).code);
    await ask(ada.request);
    await leaveWith(ada.receipt, await askForRefund(sealed.manifest));
    const { code } = await inviteBy(last);
    await moveDates({ id: edition() }, { closesAt: new Date(Date.now() - 1000), graceMinutes: 0 });
    await expect(lookAt(code)).rejects.toEqual(refusedAs("too-late"));
    await enterPhase(null, edition(), "screening");
    expect(await readBox((box) => box.invite.count())).toBe(0);
    expect(await readBox((box) => box.access.count({ where: { slot: 0 } }))).toBe(0);
    await expect(read(ada.receipt)).rejects.toBeInstanceOf(Refused);
    expect(await read(last.receipt)).toMatchObject({
      role: "lead",
      team: { confirmed: 1, open: [] },
    });
    const { spent, issued } = await db().closing.findUniqueOrThrow({
      where: { editionId: edition() },
    });
    expect(spent).toBeLessThanOrEqual(issued);
  }, 60_000);
});
