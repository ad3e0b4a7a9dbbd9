import "#tests/support/database.ts";
import { tellBox } from "#app/commands/box/box-facts.server.ts";
import { readBox } from "#app/box/store.server.ts";
import "#app/i18n/all.ts";
import { createHash } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { dispatch } from "#app/deposit/dispatch.server.ts";
import { responses, type OwnProposal } from "#app/deposit/responses.ts";
import { padded } from "#app/deposit/padding.ts";
import { fileLimits } from "#app/domain/proposal/attachment.ts";
import { ceremonyOf } from "#app/queries/opening/custody.server.ts";
import { fromHex, toBase64 } from "#app/sealing/bytes.ts";
import { checkAndUnwrap } from "#app/sealing/custodian.ts";
import {
  accessKeyFor,
  askForRefund,
  hashOfContent,
  inviteKeysFor,
  prepareDeposit,
} from "#app/sealing/wallet.ts";
import { newInvite, newReceipt } from "#app/sealing/receipt.ts";
import { db } from "#app/platform/db.server.ts";
import { loader as juryFile } from "#app/routes/area/jury/file.ts";
import { loader as sheet } from "#app/routes/area/jury/sheet.tsx";
import { loader as screeningFile } from "#app/routes/area/manage/screening/file.ts";
import { attachTo, attached, sha256 } from "#tests/factories/attached.ts";
import { freezeAndSign, judgeAll } from "#tests/factories/frozen-edition.ts";
import { enters, judging } from "#tests/factories/judging.ts";
import { aPerson } from "#tests/factories/person.ts";
import { openAll, publish } from "#tests/factories/published-edition.ts";
import {
  close,
  content,
  type Deposited,
  depositBy,
  employee,
  openEdition,
  preparedEdition,
  type SealedEdition,
  walletOf,
} from "#tests/factories/sealed-edition.ts";
import { RawPdf } from "#tests/seal/corpus/raw-pdf.ts";
import { ask } from "#tests/support/asking.ts";
import { asOwner } from "#tests/support/owner.ts";
import { visit } from "#tests/support/public-pages.ts";

// Files belong to a proposal like its text: handed in with it, in its hash, replaced and withdrawn
// with it, and seen by whom it is seen.

let sealed: SealedEdition;

beforeAll(async () => {
  sealed = await openEdition();
}, 60_000);

const send = (request: object) => dispatch(padded(request));
const refusedAs = (code: string, reason?: string) =>
  expect.objectContaining({
    refusal: expect.objectContaining(reason ? { code, reasons: [{ key: reason }] } : { code }),
  });
const access = ({ receipt }: Deposited, edition = sealed.edition) => ({
  edition: edition.id,
  accessKey: accessKeyFor(receipt, edition.id),
});
const read = async (mine: Deposited) =>
  (await send({ op: "read", ...access(mine) })) as OwnProposal;
const file = (text: string, kind?: "pdf" | "png" | "jpeg") => attached(sealed.edition, text, kind);
const depositWith = async (...files: ReturnType<typeof file>[]) =>
  depositBy(await employee(), sealed, content(), files);
const kept = (text: string) => ({ sha256: toBase64(fromHex(sha256(text))) });

describe("cleaning", () => {
  const bytes = new RawPdf().build().toString("base64url");

  it("takes a pass, leaves it unspent, and keeps nothing", async () => {
    const wallet = await walletOf(await employee(), sealed);
    const rows = () =>
      Promise.all([
        readBox((box) => box.proposal.count()),
        readBox((box) => box.proposalFile.count()),
        readBox((box) => box.spentToken.count()),
        readBox((box) => box.access.count()),
        db().auditEntry.count(),
      ]);
    const before = await rows();
    const cleaned = (await send({
      op: "clean",
      edition: sealed.edition.id,
      token: wallet.tokens[0],
      bytes,
    })) as { kind: "pdf"; bytes: string; tag: string; sha256: string };
    expect(await rows()).toEqual(before);
    expect(cleaned.sha256).toBe(
      createHash("sha256").update(cleaned.bytes, "base64url").digest("hex"),
    );
    const request = await prepareDeposit(wallet, sealed, content(), newReceipt(), [
      { kind: cleaned.kind, bytes: cleaned.bytes, tag: cleaned.tag },
    ]);
    await expect(send(request)).resolves.toMatchObject({ depositHash: expect.any(String) });
    await expect(
      send({ op: "clean", edition: sealed.edition.id, token: wallet.tokens[0], bytes }),
    ).rejects.toEqual(refusedAs("token-spent"));
  }, 60_000);

  it("takes a receipt of this edition, and nothing else", async () => {
    const [mine, elsewhere] = [await depositWith(), await openEdition()];
    const theirs = await depositBy(await employee(), elsewhere);
    await expect(send({ op: "clean", ...access(mine), bytes })).resolves.toMatchObject({
      kind: "pdf",
    });
    await expect(send({ op: "clean", edition: sealed.edition.id, bytes })).rejects.toEqual(
      refusedAs("receipt-unknown"),
    );
    await expect(send({ op: "clean", ...access(theirs), bytes })).rejects.toEqual(
      refusedAs("receipt-unknown"),
    );
    await expect(
      send({ op: "clean", edition: sealed.edition.id, token: theirs.wallet.tokens[1], bytes }),
    ).rejects.toEqual(refusedAs("token-invalid"));
  }, 60_000);

  it("begins with the announcement, when drafts are written, and ends with the deadline", async () => {
    const early = await preparedEdition();
    await db().edition.update({ where: { id: early.edition.id }, data: { phase: "announced" } });
    await tellBox(early.edition.id);
    const { tokens } = await walletOf(await employee(), early);
    const request = { op: "clean", edition: early.edition.id, token: tokens[0], bytes };
    await expect(send(request)).resolves.toMatchObject({ kind: "pdf" });
    await db().edition.update({
      where: { id: early.edition.id },
      data: { phase: "open", closesAt: new Date(Date.now() - 60_000) },
    });
    await tellBox(early.edition.id);
    await expect(send(request)).rejects.toEqual(refusedAs("too-late"));
  }, 60_000);

  it("says why it does not take a file", async () => {
    const { tokens } = await walletOf(await employee(), sealed);
    const asked = (given: string) =>
      send({
        op: "clean",
        edition: sealed.edition.id,
        token: tokens[0],
        bytes: Buffer.from(given).toString("base64url"),
      });
    await expect(asked("MZ a program")).rejects.toEqual(refusedAs("file-refused", "file-kind"));
    await expect(asked("PK\x03\x04 a document")).rejects.toEqual(
      refusedAs("file-refused", "file-office"),
    );
  }, 60_000);
});

describe("a deposit", () => {
  it("takes files that were cleaned here for this edition, byte by byte", async () => {
    const other = await openEdition();
    const foreign = attached(other.edition, "altrove");
    const altered = { ...file("uno"), bytes: Buffer.from("unO").toString("base64url") };
    const renamed = { ...file("uno"), kind: "png" };
    for (const wrong of [
      foreign,
      altered,
      renamed,
      { ...file("uno"), tag: toBase64(new Uint8Array(32)) },
    ]) {
      await expect(depositWith(wrong as ReturnType<typeof file>)).rejects.toEqual(
        refusedAs("file-refused", "file-not-cleaned"),
      );
    }
    await expect(depositWith(file("uno"))).resolves.toBeTruthy();
  });

  it("takes five files of five megabytes in all, and no more", async () => {
    await expect(
      depositWith(...Array.from({ length: 6 }, (_, i) => file(`f${i}`))),
    ).rejects.toThrow(/files/);
    const half = "x".repeat(fileLimits.bytes / 2);
    const full = await depositWith(file(half), file(`${half.slice(1)}y`));
    expect((await read(full)).files.map(({ size }) => size)).toEqual([
      fileLimits.bytes / 2,
      fileLimits.bytes / 2,
    ]);
    await expect(depositWith(file(half), file(`${half}y`))).rejects.toEqual(
      refusedAs("file-refused", "file-total"),
    );
  }, 60_000);

  it("with the same receipt and other files is refused, and with the same answered alike", async () => {
    const mine = await depositWith(file("primo"));
    await expect(send(mine.request)).resolves.toEqual(mine.reply);
    await expect(send({ ...mine.request, files: [file("secondo")] })).rejects.toEqual(
      refusedAs("conflict"),
    );
    await expect(send({ ...mine.request, files: [] })).rejects.toEqual(refusedAs("conflict"));
  });

  it("signs text and files together: another file, another order, another hash", async () => {
    const marks = (...texts: string[]) =>
      texts.map((text) => ({ kind: "pdf", sha256: sha256(text) }));
    const hashes = [marks(), marks("a"), marks("b"), marks("a", "b"), marks("b", "a")].map(
      (files) => hashOfContent(content(), files),
    );
    expect(new Set(hashes).size).toBe(5);
    const mine = await depositWith(file("a"), file("b"));
    expect((await read(mine)).contentHash).toBe(hashes[3]);
  });
});

describe("coming back", () => {
  it("one reads what is attached, and gets it back", async () => {
    const mine = await depositWith(file("uno"), file("due", "png"));
    expect((await read(mine)).files).toEqual([
      { kind: "pdf", sha256: sha256("uno"), size: 3 },
      { kind: "png", sha256: sha256("due"), size: 3 },
    ]);
    await expect(send({ op: "file", ...access(mine), ...kept("due") })).resolves.toEqual({
      kind: "png",
      bytes: Buffer.from("due").toString("base64url"),
    });
    await expect(send({ op: "file", ...access(mine), ...kept("tre") })).rejects.toEqual(
      refusedAs("stale"),
    );
    const other = await depositWith();
    await expect(send({ op: "file", ...access(other), ...kept("uno") })).rejects.toEqual(
      refusedAs("stale"),
    );
  });

  it("whoever is invited into the team reads them with the invitation, as long as it stands", async () => {
    const [mine, other] = [
      await depositWith(file("uno"), file("due", "png")),
      await depositWith(file("tre")),
    ];
    const code = newInvite();
    const { key: inviteKey, hash: codeHash } = inviteKeysFor(code, sealed.edition.id);
    await send({ op: "invite", ...access(mine), codeHash });
    const invited = { edition: sealed.edition.id, inviteKey };
    const { files } = responses.invitation.parse(await send({ op: "invitation", ...invited }));
    expect(files).toEqual((await read(mine)).files);
    await expect(send({ op: "invited-file", ...invited, ...kept("due") })).resolves.toEqual({
      kind: "png",
      bytes: Buffer.from("due").toString("base64url"),
    });
    await expect(send({ op: "invited-file", ...invited, ...kept("tre") })).rejects.toEqual(
      refusedAs("stale"),
    );
    await expect(
      send({
        op: "invited-file",
        edition: sealed.edition.id,
        inviteKey: accessKeyFor(other.receipt, sealed.edition.id),
        ...kept("tre"),
      }),
    ).rejects.toEqual(refusedAs("invitation-unknown"));
    await send({ op: "uninvite", ...access(mine), slot: 2 });
    await expect(send({ op: "invited-file", ...invited, ...kept("due") })).rejects.toEqual(
      refusedAs("invitation-unknown"),
    );
  });

  it("one keeps, adds, removes and reorders them", async () => {
    const mine = await depositWith(file("uno"), file("due", "png"));
    await send({
      op: "replace",
      ...access(mine),
      replaces: (await read(mine)).contentHash,
      content: content(),
      files: [kept("due"), file("tre", "jpeg")],
    });
    expect((await read(mine)).files.map(({ kind, sha256: hash }) => [kind, hash])).toEqual([
      ["png", sha256("due")],
      ["jpeg", sha256("tre")],
    ]);
    await send({
      op: "replace",
      ...access(mine),
      replaces: (await read(mine)).contentHash,
      content: content({ title: "Solo il testo" }),
    });
    expect((await read(mine)).files).toHaveLength(2);
    await send({
      op: "replace",
      ...access(mine),
      replaces: (await read(mine)).contentHash,
      content: content(),
      files: [],
    });
    expect((await read(mine)).files).toEqual([]);
  });

  it("a file changed in another window is noticed, though the text is the same", async () => {
    const mine = await depositWith(file("uno"));
    const { contentHash: seen } = await read(mine);
    await send({
      op: "replace",
      ...access(mine),
      replaces: seen,
      content: content(),
      files: [file("dall'altra finestra")],
    });
    await expect(
      send({
        op: "replace",
        ...access(mine),
        replaces: seen,
        content: content(),
        files: [file("da questa")],
      }),
    ).rejects.toEqual(refusedAs("stale"));
    expect((await read(mine)).files.map(({ sha256: hash }) => hash)).toEqual([
      sha256("dall'altra finestra"),
    ]);
  });

  it("a withdrawal takes the files along", async () => {
    const mine = await depositWith(file("da ritirare"));
    const { blinded } = await askForRefund(sealed.manifest);
    await send({ op: "withdraw", ...access(mine), blinded });
    expect(
      await readBox((box) =>
        box.proposalFile.count({ where: { proposalId: mine.request.proposalId } }),
      ),
    ).toBe(0);
  });
});

describe("closing and opening", () => {
  const closedWith = async (meddle: (mine: Deposited) => Promise<void> = async () => {}) => {
    const own = await openEdition();
    const mine = await depositBy(await employee(), own, content(), [
      attached(own.edition, "piano"),
    ]);
    await meddle(mine);
    await close(own);
    const closed = await db().proposal.findUniqueOrThrow({
      where: { id: mine.request.proposalId },
    });
    return { own, mine, closed };
  };

  it("the root covers the files that were handed in", async () => {
    const { closed } = await closedWith();
    expect(toBase64(closed.contentHash)).toBe(
      hashOfContent(content(), [{ kind: "pdf", sha256: sha256("piano") }]),
    );
  });

  it("a file exchanged in the database before closing shows in the proposer's receipt, whatever its row says", async () => {
    const { closed } = await closedWith(
      async ({ request }) =>
        void (await readBox((box) =>
          box.proposalFile.updateMany({
            where: { proposalId: request.proposalId },
            data: { bytes: Buffer.from("altro") },
          }),
        )),
    );
    expect(toBase64(closed.contentHash)).toBe(
      hashOfContent(content(), [{ kind: "pdf", sha256: sha256("altro") }]),
    );
  });

  it("after closing the database changes no file", async () => {
    const { closed } = await closedWith();
    await expect(
      db().proposalFile.updateMany({
        where: { proposalId: closed.id },
        data: { bytes: Buffer.from("altro") },
      }),
    ).rejects.toThrow();
    await expect(
      db().proposalFile.deleteMany({ where: { proposalId: closed.id } }),
    ).rejects.toThrow();
  });

  it("custodians check the root over files too; one that is not in it opens nothing", async () => {
    const own = await openEdition();
    for (const text of ["uno", "due", "tre"])
      await depositBy(await employee(), own, content(), [attached(own.edition, text)]);
    await judgeAll(own, 1);
    await freezeAndSign(own);
    const [{ user, keys }] = own.custodians as [SealedEdition["custodians"][number]];
    expect(
      (await checkAndUnwrap(keys.identity, await ceremonyOf(own.edition.id, user.id))).faults,
    ).toEqual([]);
    const exchanged = new Uint8Array(32).fill(7);
    await asOwner((tx) =>
      tx.proposal.updateMany({
        where: { editionId: own.edition.id, publicNo: 1 },
        data: { contentHash: exchanged },
      }),
    );
    expect(
      (await checkAndUnwrap(keys.identity, await ceremonyOf(own.edition.id, user.id))).faults,
    ).toContain("root-differs");
  }, 60_000);
});

describe("who sees a file", () => {
  const at = (j: { edition: { code: string } }, no: number, position = 1) => ({
    edition: j.edition.code,
    no: String(no),
    position: String(position),
  });

  it("a juror of the proposal, from scoring on; for every other it does not exist", async () => {
    const j = await judging({ proposals: 3, assigned: { bruno: [1, 2] } });
    for (const no of [1, 2, 3]) await attachTo(j.edition, no, `segreto-${no}`);
    const get = async (no: number, position = 1, name: "bruno" | "elena" = "bruno") =>
      ask(juryFile, { as: j.jury[name].user, params: at(j, no, position) });
    expect(await get(1)).toMatchObject({ status: 200, text: "segreto-1" });
    const none = await get(1, 2);
    expect(none).toMatchObject({ status: 404 });
    expect(await get(3)).toEqual(none); // not assigned
    expect(await get(1, 1, "elena")).toEqual(none);
    await db().recusal.create({
      data: {
        jurorId: j.jury.bruno.id,
        proposalId: j.proposals[0]!.id,
        reason: "-",
        at: new Date(),
      },
    });
    expect(await get(1)).toEqual(none);
    expect(await get(2)).toMatchObject({ status: 200 });
    await enters(j, "screening");
    expect(await get(2)).toEqual(none);
  });

  it("its juror finds it beside the proposal, with a neutral name and nothing that runs", async () => {
    const j = await judging({ proposals: 1 });
    await attachTo(j.edition, 1, "disegno", "png");
    const page = await ask(sheet, {
      as: j.jury.bruno.user,
      params: { edition: j.edition.code, no: "1" },
    });
    expect(page.value).toMatchObject({ files: [{ position: 1, kind: "png", size: 7 }] });
    const { headers } = await ask(juryFile, { as: j.jury.bruno.user, params: at(j, 1) });
    expect(Object.fromEntries(headers!)).toMatchObject({
      "content-type": "image/png",
      "content-disposition": 'attachment; filename="allegato-1.png"',
      "x-content-type-options": "nosniff",
      "content-security-policy": "sandbox; default-src 'none'",
    });
  });

  it("an organiser of the edition, once it is closed", async () => {
    const j = await judging({ proposals: 1, phase: "screening" });
    await attachTo(j.edition, 1, "da vagliare");
    expect(await ask(screeningFile, { as: j.carla, params: at(j, 1) })).toMatchObject({
      status: 200,
      text: "da vagliare",
    });
    expect(await ask(screeningFile, { as: j.jury.bruno.user, params: at(j, 1) })).toMatchObject({
      status: 404,
    });
    expect(await ask(screeningFile, { as: await aPerson({}), params: at(j, 1) })).toMatchObject({
      status: 404,
    });
    const own = await openEdition();
    await depositBy(await employee(), own, content(), [attached(own.edition, "non ancora")]);
    for (const no of [1, 2])
      expect(await ask(screeningFile, { as: own.organiser, params: at(own, no) })).toMatchObject({
        status: 404,
      });
  });

  it("everybody, of winners, once they are published", async () => {
    const own = await openEdition();
    const deposited: Deposited[] = [];
    for (let i = 0; i < 3; i += 1)
      deposited.push(
        await depositBy(await employee(), own, content(), [
          attached(own.edition, `piano-${i}`),
          attached(own.edition, `disegno-${i}`, "png"),
        ]),
      );
    await judgeAll(own, 1);
    await freezeAndSign(own);
    const get = (no: number, position = 1) =>
      visit("editions/:code/proposals/:no/files/:position", {
        locale: "it",
        code: own.edition.code,
        no: String(no),
        position: String(position),
      });
    expect((await get(1)).status).toBe(404);
    await openAll({ sealed: own });
    await publish({ sealed: own, deposited }, {});
    const [plan, drawing] = [await get(1), await get(1, 2)];
    expect([
      plan.status,
      plan.bytes.slice(0, 6),
      drawing.status,
      drawing.bytes.slice(0, 8),
    ]).toEqual([200, "piano-", 200, "disegno-"]);
    expect(plan.headers.get("Content-Disposition")).toBe('attachment; filename="allegato-1.pdf"');
    for (const [no, position] of [
      [2, 1],
      [3, 1],
      [1, 3],
    ] as const)
      expect((await get(no, position)).status).toBe(404);
    const { bytes } = await visit("editions/:code/proposals/:no", {
      locale: "it",
      code: own.edition.code,
      no: "1",
    });
    expect(JSON.parse(bytes).winner.files).toEqual([
      { kind: "pdf", size: 7, sha256: sha256(plan.bytes) },
      { kind: "png", size: 9, sha256: sha256(drawing.bytes) },
    ]);
  }, 60_000);
});
