import "#tests/support/database.ts";
import { beforeAll, describe, expect, test, vi } from "vitest";
import * as box from "#app/box/earlier-deposits.server.ts";
import { inBox, readBox } from "#app/box/store.server.ts";
import { askForConflicts } from "#app/commands/jury/sealed-conflicts.server.ts";
import { localTimeOf } from "#app/domain/local-time.ts";
import { moveEarlierDeposits } from "#app/commands/box/earlier-deposits.server.ts";
import { returnPasses } from "#app/commands/passes/pass-return.server.ts";
import { db } from "#app/platform/db.server.ts";
import { verifyEdition } from "#app/queries/opening/verification.server.ts";
import { fromBase64 } from "#app/sealing/bytes.ts";
import { accessKeyFor } from "#app/sealing/wallet.ts";
import { screened } from "#tests/factories/screened-edition.ts";
import { attached } from "#tests/factories/attached.ts";
import {
  ask,
  close,
  content,
  type Deposited,
  depositBy,
  employee,
  joinAs,
  openEdition,
  type SealedEdition,
  walletOf,
} from "#tests/factories/sealed-edition.ts";
import { ownBox } from "#tests/support/processes/own-box.ts";

// Releases before there was a ballot box kept open deposits in the main database. The first start
// of this one moves them.

ownBox();
let sealed: SealedEdition;
let lead: Deposited;
let alone: Deposited;

const inMain = () =>
  Promise.all([
    db().proposal.count(),
    db().envelope.count(),
    db().access.count(),
    db().proposalFile.count(),
    db().invite.count(),
  ]);

/** Puts everything of the box where an earlier release had it. */
async function asBefore(): Promise<void> {
  const rows = await readBox(async (client) => ({
    proposals: await client.proposal.findMany(),
    envelopes: await client.envelope.findMany(),
    accesses: await client.access.findMany(),
    files: await client.proposalFile.findMany(),
    invites: await client.invite.findMany(),
    spent: await client.spentToken.findMany(),
  }));
  await db().$transaction(async (tx) => {
    await tx.proposal.createMany({ data: rows.proposals });
    await tx.envelope.createMany({ data: rows.envelopes });
    await tx.access.createMany({ data: rows.accesses });
    await tx.proposalFile.createMany({ data: rows.files });
    await tx.invite.createMany({ data: rows.invites });
    await tx.spentToken.createMany({ data: rows.spent, skipDuplicates: true });
  });
  await inBox(async (tx) => {
    for (const table of [
      "ProposalFile",
      "Invite",
      "Access",
      "Envelope",
      "SpentToken",
      "Proposal",
      "Edition",
    ])
      await tx.$executeRawUnsafe(`DELETE FROM "${table}"`);
  });
}

describe("deposits of an earlier release", () => {
  beforeAll(async () => {
    sealed = await openEdition();
    lead = await depositBy(await employee(), sealed, content({ title: "In due" }), [
      attached(sealed.edition, "piano"),
    ]);
    await joinAs(await employee(), sealed, lead, 2);
    alone = await depositBy(await employee(), sealed, content({ title: "Da solo" }));
    const idle = await employee();
    await returnPasses(
      idle.id,
      sealed.edition.id,
      (await walletOf(idle, sealed)).tokens.map(fromBase64),
    );
    await ask({
      op: "invite",
      edition: sealed.edition.id,
      accessKey: accessKeyFor(lead.receipt, sealed.edition.id),
      codeHash: Buffer.alloc(32, 7).toString("base64url"),
    });
    await asBefore();
  }, 60_000);

  test("stay where they are when the move is interrupted, and are moved by the next start", async () => {
    const before = await inMain();
    expect(before).toEqual([2, 3, 3, 1, 1]);
    const interrupted = vi.spyOn(box, "keepEarlierFile").mockRejectedValueOnce(new Error("gone"));
    await expect(moveEarlierDeposits()).rejects.toThrow("gone");
    expect(await inMain()).toEqual(before);
    interrupted.mockRestore();
    await moveEarlierDeposits();
    expect(await inMain()).toEqual([0, 0, 0, 0, 0]);
    expect(
      await db().spentToken.findMany({
        where: { editionId: sealed.edition.id },
        select: { purpose: true },
      }),
    ).toEqual([{ purpose: "returned" }, { purpose: "returned" }]);
    await moveEarlierDeposits(); // there is nothing left to move
  }, 60_000);

  test("go on as before: receipts, further deposits, closing, and nothing is amiss", async () => {
    const own = await ask({
      op: "read",
      edition: sealed.edition.id,
      accessKey: accessKeyFor(lead.receipt, sealed.edition.id),
    });
    expect(own).toMatchObject({ content: { title: "In due" }, team: { confirmed: 2, open: [3] } });
    await depositBy(await employee(), sealed, content({ title: "Dopo" }));
    await close(sealed);
    expect(
      await db().closing.findUniqueOrThrow({ where: { editionId: sealed.edition.id } }),
    ).toMatchObject({ count: 3, spent: 4 });
    const { leaf } = await db().proposal.findUniqueOrThrow({
      where: { id: alone.request.proposalId },
    });
    expect(leaf).not.toBeNull();
    expect((await verifyEdition(sealed.edition.id)).filter(({ ok }) => !ok)).toEqual([]);
  }, 60_000);
});

describe("pairs of an earlier release that proposers may still change", () => {
  test("are moved, can be changed, and are not drawn again", async () => {
    const set = await screened({ jurors: 6 });
    const { id } = set.sealed.edition;
    await askForConflicts(
      set.sealed.organiser.id,
      set.sealed.edition,
      localTimeOf(new Date(Date.now() + 3_600_000), "Europe/Rome"),
    );
    const inTheBox = () =>
      readBox((client) =>
        client.blockedPair.findMany({
          where: { editionId: id },
          orderBy: [{ proposalId: "asc" }, { jurorId: "asc" }],
        }),
      );
    const before = await inTheBox();
    await db().blockedPair.createMany({ data: before.map(({ editionId: _, ...pair }) => pair) });
    await inBox((tx) => tx.blockedPair.deleteMany({ where: { editionId: id } }));
    await moveEarlierDeposits();
    expect(await inTheBox()).toEqual(before);
    expect(await db().blockedPair.count()).toBe(0);
    const pair = set.jury
      .slice(0, 2)
      .map((juror) => juror.id)
      .sort();
    expect(
      await ask({
        op: "block",
        edition: id,
        accessKey: accessKeyFor(set.own[0]!.receipt, id),
        pair,
      }),
    ).toMatchObject({ pair });
  }, 60_000);
});
