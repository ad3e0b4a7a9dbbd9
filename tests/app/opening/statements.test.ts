import "#tests/support/database.ts";
import { beforeAll, describe, expect, test } from "vitest";
import { proposeAmendment } from "#app/commands/edition/amendment.server.ts";
import { enterPhase } from "#app/commands/edition/phase.server.ts";
import { addStatement, submitStatement } from "#app/commands/opening/statement.server.ts";
import { localTimeOf } from "#app/domain/local-time.ts";
import { anonymousEditions } from "#app/deposit/edition.server.ts";
import { callPage } from "#app/queries/edition/public-call.server.ts";
import { statementsOf } from "#app/queries/opening/statements.server.ts";
import { toHex } from "#app/sealing/bytes.ts";
import { signCustodianStatement as sign } from "#app/sealing/custodian.ts";
import { manifestHash } from "#app/sealing/manifest.ts";
import { isStatementChain, parseStatement } from "#app/sealing/statement.ts";
import { db } from "#app/platform/db.server.ts";
import {
  bytes,
  close,
  type KeyHolder,
  openEdition,
  preparedEdition,
  type SealedEdition,
} from "#tests/factories/sealed-edition.ts";
import { asOwner } from "#tests/support/owner.ts";
import { expectRefused } from "#tests/support/refusal.ts";

const hour = 3_600_000;
const reason = "Il portale è rimasto fermo due giorni.";
const local = (offset: number) => localTimeOf(new Date(Date.now() + offset), "Europe/Rome");
const editionOf = ({ edition }: SealedEdition) =>
  db().edition.findUniqueOrThrow({ where: { id: edition.id } });
const propose = async (sealed: SealedEdition, form: { opensAt?: string; closesAt?: string }) =>
  proposeAmendment(sealed.organiser.id, await editionOf(sealed), { reason, ...form });

async function signs(
  sealed: SealedEdition,
  { user, keys }: KeyHolder,
  number: number,
  ranking?: string,
): Promise<void> {
  const statements = await statementsOf(sealed.edition.id);
  const signed = sign(
    keys.identity,
    sealed.edition.id,
    sealed.manifest,
    statements.map(({ json }) => json),
    number,
    ranking,
  )!;
  await submitStatement(
    user.id,
    sealed.edition.id,
    statements[number - 1]!.id,
    bytes(signed.signature),
  );
}

async function announced(): Promise<SealedEdition> {
  const sealed = await preparedEdition();
  await enterPhase(sealed.organiser.id, sealed.edition.id, "announced");
  return sealed;
}

describe("an amendment", () => {
  let sealed: SealedEdition;
  beforeAll(async () => void (sealed = await openEdition()), 60_000);

  test("takes effect with the quorum's signature and not before; the manifest stays", async () => {
    const before = await editionOf(sealed);
    const closesAt = local(72 * hour);
    await propose(sealed, { closesAt });
    await signs(sealed, sealed.custodians[0]!, 1);
    await signs(sealed, sealed.custodians[0]!, 1); // again: one custodian is one signature
    expect((await editionOf(sealed)).closesAt).toEqual(before.closesAt);
    await signs(sealed, sealed.custodians[2]!, 1);
    expect(localTimeOf((await editionOf(sealed)).closesAt!, "Europe/Rome")).toBe(closesAt);
    expect((await statementsOf(sealed.edition.id))[0]).toMatchObject({
      number: 1,
      kind: "AMENDMENT",
      appliedAt: expect.any(String),
      signatures: [{ position: 1 }, { position: 3 }],
    });
    expect(
      (await db().manifest.findUniqueOrThrow({ where: { editionId: sealed.edition.id } })).json,
    ).toBe(sealed.manifest);
  });

  test("is public with its reason and hash once in force; the deposit page shows the new date", async () => {
    const { closesAt, code } = await editionOf(sealed);
    const [{ hash } = { hash: "" }] = await statementsOf(sealed.edition.id);
    expect((await callPage(code, "it")).amendments).toEqual([
      {
        opensAt: undefined,
        closesAt: closesAt!.toISOString(),
        reason,
        hash,
        since: expect.any(String),
      },
    ]);
    expect((await anonymousEditions()).find(({ id }) => id === sealed.edition.id)!.closesAt).toBe(
      closesAt!.toISOString(),
    );
    await propose(sealed, { closesAt: local(96 * hour) }); // proposed only
    expect((await callPage(code, "it")).amendments).toHaveLength(1);
    expect(
      await db().outboxMail.count({
        where: {
          editionId: sealed.edition.id,
          toAddress: { in: sealed.custodians.map(({ user }) => user.email) },
        },
      }),
    ).toBe(6);
  });

  test("is audited at every step", async () => {
    const rows = await db().auditEntry.findMany({
      where: { editionId: sealed.edition.id, objectId: "1", action: { contains: "statement" } },
      orderBy: { seq: "asc" },
    });
    expect(rows.map(({ action, objectId }) => `${action} ${objectId}`)).toEqual([
      "statement.added 1",
      "custodian.signed-statement 1",
      "custodian.signed-statement 1",
      "statement.applied 1",
    ]);
  });

  test("may stop deposits earlier, but never before now", async () => {
    await expectRefused(propose(sealed, { closesAt: local(-hour) }), "too-late");
    await propose(sealed, { closesAt: local(hour) });
    for (const custodian of sealed.custodians.slice(0, 2)) await signs(sealed, custodian, 3);
    expect((await editionOf(sealed)).closesAt!.getTime()).toBeLessThan(Date.now() + hour);
  });

  test("does not move an opening that has been", async () => {
    await expectRefused(propose(sealed, { opensAt: local(2 * hour) }), "too-late");
  });

  test("is refused in preparation, where dates are simply set, and once deposits are over", async () => {
    await expectRefused(
      propose(await preparedEdition(), { closesAt: local(72 * hour) }),
      "wrong-phase",
    );
    const over = await openEdition();
    await close(over);
    await expectRefused(propose(over, { closesAt: local(72 * hour) }), "too-late");
  }, 60_000);

  test("that was signed too late has no effect: the last signature is refused", async () => {
    const late = await openEdition();
    await propose(late, { closesAt: local(72 * hour) });
    await signs(late, late.custodians[0]!, 1);
    await close(late);
    await expectRefused(signs(late, late.custodians[1]!, 1), "too-late");
    expect((await statementsOf(late.edition.id))[0]!.appliedAt).toBeNull();
  }, 60_000);

  test("gives way to a later one that is in force", async () => {
    const twice = await announced();
    await propose(twice, { closesAt: local(48 * hour) });
    const opensAt = local(2 * hour);
    await propose(twice, { opensAt, closesAt: local(96 * hour) });
    for (const custodian of twice.custodians.slice(0, 2)) await signs(twice, custodian, 2);
    await expectRefused(signs(twice, twice.custodians[0]!, 1), "too-late");
    expect(localTimeOf((await editionOf(twice)).opensAt!, "Europe/Rome")).toBe(opensAt);
  }, 60_000);

  test("may not close before it opens", async () => {
    await expectRefused(propose(await announced(), { opensAt: local(48 * hour) }), "invalid");
  }, 60_000);
});

describe("a statement", () => {
  test("holds its number, the manifest and the hash of the one before; an altered one breaks the chain and is not signed", async () => {
    const sealed = await announced();
    await propose(sealed, { closesAt: local(48 * hour) });
    await propose(sealed, { closesAt: local(50 * hour) });
    const { edition, manifest, custodians } = sealed;
    const [first, second] = await statementsOf(edition.id);
    const { hash } = await db().statement.findFirstOrThrow({
      where: { editionId: edition.id, number: 1 },
    });
    expect(parseStatement(second!.json)).toMatchObject({
      number: 2,
      prev: toHex(hash),
      manifestHash: toHex(manifestHash(manifest)),
      edition: edition.id,
    });
    const altered = first!.json.replace("fermo", "ferma");
    expect(altered).not.toBe(first!.json);
    expect(isStatementChain(edition.id, manifestHash(manifest), [first!.json, second!.json])).toBe(
      true,
    );
    for (const broken of [
      [altered, second!.json],
      [second!.json],
      [second!.json, first!.json],
      ["{"],
    ]) {
      expect(isStatementChain(edition.id, manifestHash(manifest), broken)).toBe(false);
      expect(sign(custodians[0]!.keys.identity, edition.id, manifest, broken, 1)).toBeNull();
    }
  }, 60_000);

  test("takes no signature of another key, on another text, of a stranger or on another edition's", async () => {
    const [sealed, other] = [await announced(), await announced()];
    await propose(sealed, { closesAt: local(48 * hour) });
    const [{ id, json } = { id: "", json: "" }] = await statementsOf(sealed.edition.id);
    const [one, two] = sealed.custodians;
    const signature = bytes(
      sign(one!.keys.identity, sealed.edition.id, sealed.manifest, [json], 1)!.signature,
    );
    await expectRefused(
      submitStatement(two!.user.id, sealed.edition.id, id, signature),
      "signature-invalid",
    );
    await expectRefused(
      submitStatement(sealed.organiser.id, sealed.edition.id, id, signature),
      "not-found",
    );
    await expectRefused(
      submitStatement(other.custodians[0]!.user.id, other.edition.id, id, signature),
      "not-found",
    );
    await asOwner((tx) =>
      tx.statement.update({ where: { id }, data: { hash: new Uint8Array(32) } }),
    );
    await expectRefused(
      submitStatement(one!.user.id, sealed.edition.id, id, signature),
      "signature-invalid",
    );
  }, 60_000);

  test("of a reserve waits for the opening, and does nothing of its own but count as applied", async () => {
    const sealed = await announced();
    const payload = { voided: 3, reason: "disowned", reserve: 7, envelopes: [crypto.randomUUID()] };
    const { id } = await db().$transaction((tx) =>
      addStatement(tx, { editionId: sealed.edition.id, actorId: null, kind: "RESERVE", payload }),
    );
    const ranking = JSON.stringify({
      order: [{ publicNo: 3 }, { publicNo: 7 }],
      openList: [{ envelopeId: "a", publicNo: 3, ground: "" }],
      reserves: [{ envelopeId: payload.envelopes[0], publicNo: 7 }],
    });
    await expectRefused(signs(sealed, sealed.custodians[0]!, 1, ranking), "wrong-phase");
    await db().edition.update({ where: { id: sealed.edition.id }, data: { phase: "opening" } });
    for (const custodian of sealed.custodians.slice(0, 2))
      await signs(sealed, custodian, 1, ranking);
    expect((await db().statement.findUniqueOrThrow({ where: { id } })).appliedAt).not.toBeNull();
  }, 60_000);
});
