import "#tests/support/database.ts";
import "#app/i18n/all.ts";
import { beforeAll, describe, expect, test } from "vitest";
import { answerClaim } from "#app/commands/opening/claim.server.ts";
import { notePresence } from "#app/commands/meetings/presence.server.ts";
import { isPresent } from "#app/domain/opening/session.ts";
import { minutesDocument } from "#app/http/minutes-document.server.tsx";
import { ceremonyOf } from "#app/queries/opening/custody.server.ts";
import { openingSession } from "#app/queries/opening/opening-session.server.ts";
import { toBase64 } from "#app/sealing/bytes.ts";
import { sessionCheckKeys, sessionChecks } from "#app/sealing/session-checks.ts";
import { db } from "#app/platform/db.server.ts";
import { callReserves, quorumOf, release } from "#tests/factories/frozen-edition.ts";
import {
  frozenEdition,
  type Judged,
  openAll,
  proposerOf,
} from "#tests/factories/published-edition.ts";

let judged: Judged;
const sessionNow = () => openingSession(judged.sealed.edition.id);
const keys = async () => (await sessionNow()).minutes.map(({ key }) => key);

beforeAll(async () => {
  judged = await frozenEdition({ deposits: 4, awarded: 2 });
  const { user } = await proposerOf(judged, 2);
  await db().formerRole.create({
    data: { editionId: judged.sealed.edition.id, userId: user.id, kind: "JUROR" },
  });
  await db().edition.update({
    where: { id: judged.sealed.edition.id },
    data: { answerMinutes: 60 },
  });
}, 120_000);

describe("the session of the opening", () => {
  test("shows who is present: seen in the last half minute", async () => {
    const [one] = judged.sealed.custodians;
    await notePresence(one!.user.id, judged.sealed.edition.id);
    expect((await sessionNow()).custodians.map(({ present }) => present)).toEqual([
      true,
      false,
      false,
    ]);
    const now = new Date();
    expect(
      [0, 30, 31].map((seconds) => isPresent(new Date(now.getTime() - seconds * 1000), now)),
    ).toEqual([true, true, false]);
    expect(isPresent(null, now)).toBe(false);
  });

  test("shows what was checked, and that nothing is open yet", async () => {
    const { checks, proposals } = await sessionNow();
    expect(checks?.map(({ key, ok }) => `${key} ${ok}`)).toEqual(
      sessionCheckKeys.map((key) => `${key} true`),
    );
    expect(
      proposals.map(({ publicNo, names, envelopes }) => ({
        publicNo,
        names,
        states: envelopes.map(({ state }) => state),
      })),
    ).toEqual([
      { publicNo: 1, names: null, states: ["closed"] },
      { publicNo: 2, names: null, states: ["closed"] },
    ]);
  });

  test("follows the shares, envelope by envelope, and names nobody who did not agree", async () => {
    const { sealed } = judged;
    const [one, two] = quorumOf(sealed);
    await release(sealed, one!);
    expect((await sessionNow()).proposals.map(({ envelopes }) => envelopes[0]!.shares)).toEqual([
      1, 1,
    ]);
    const first = await proposerOf(judged, 1);
    await release(sealed, two!, [first.request.envelope.id]);
    expect((await sessionNow()).proposals.map(({ envelopes }) => envelopes[0]!.state)).toEqual([
      "authentic",
      "closed",
    ]);
    await release(sealed, two!);
    const session = await sessionNow();
    expect(
      session.proposals.map(({ envelopes }) =>
        envelopes.map(({ state, reason }) => ({ state, reason })),
      ),
    ).toEqual([[{ state: "valid", reason: null }], [{ state: "void", reason: "holds-role" }]]);
    expect(session.waiting).toEqual([{ reserve: 3, voided: 2, signed: 0 }]);
    const everything = JSON.stringify(session);
    for (const { user } of judged.deposited)
      for (const mark of [user.name, user.surname, user.id]) expect(everything).not.toContain(mark);
  });

  test("names who agreed, and whoever answers is no line of the minutes", async () => {
    const first = await proposerOf(judged, 1);
    await answerClaim(first.user.id, first.request.envelope.id, {
      named: true,
      prizeAccepted: true,
      notMine: false,
      reason: "",
    });
    const session = await sessionNow();
    expect(session.proposals[0]!.names).toEqual([`${first.user.name} ${first.user.surname}`]);
    expect(JSON.stringify(session.minutes)).not.toContain(first.user.name);
    expect(session.minutes.at(-1)).toMatchObject({ key: "answered", params: {} });
  });

  test("goes on with the reserve", async () => {
    await callReserves(judged.sealed);
    expect((await sessionNow()).proposals.at(-1)).toMatchObject({
      publicNo: 3,
      isReserve: true,
      envelopes: [{ state: "closed" }],
    });
    await openAll(judged);
    expect((await sessionNow()).proposals.at(-1)).toMatchObject({
      publicNo: 3,
      envelopes: [{ state: "valid" }],
    });
  });

  test("its minutes tell everything in order", async () => {
    expect(await keys()).toEqual([
      "closed",
      "signed-root",
      "signed-root",
      "frozen",
      "signed-ranking",
      "signed-ranking",
      "began",
      "released",
      "released",
      "opened",
      "released",
      "opened-void",
      "settled",
      "reserve-called",
      "answered",
      "signed-reserve",
      "signed-reserve",
      "reserve-in-force",
      "released",
      "released",
      "opened",
      "settled",
    ]);
  });

  test.each([
    ["it", "Verbale", "ha un ruolo"],
    ["en", "Minutes", "a role in this edition"],
  ] as const)("its minutes stand by themselves as a file in %s", async (locale, title, reason) => {
    const html = minutesDocument(locale, {
      name: "Prova",
      timeZone: "Europe/Rome",
      session: await sessionNow(),
    });
    expect(html).toContain(`<html lang="${locale}">`);
    expect(html).toContain(title);
    expect(html.toLowerCase()).toContain(reason);
    expect(html).not.toMatch(/<script|src=|href=|minutes\.lines|session\./);
    for (const field of ["place", "date", "chair", "present"])
      expect(html).toContain(`name="${field}"`);
    expect(html.match(/<li><time/g)).toHaveLength((await sessionNow()).minutes.length);
  });
});

describe("a tick", () => {
  const ceremony = async () =>
    (await ceremonyOf(judged.sealed.edition.id, judged.sealed.custodians[0]!.user.id))!;
  const broken = async (change: object) =>
    sessionChecks({ ...(await ceremony()), ...change })
      .filter(({ ok }) => !ok)
      .map(({ key }) => key);

  test("is taken away by what it stands for, and by nothing else", async () => {
    const given = await ceremony();
    expect(await broken({})).toEqual([]);
    expect(await broken({ manifestSignatures: given.manifestSignatures.slice(1) })).toEqual([
      "manifest",
    ]);
    expect(await broken({ rootSignatures: given.rootSignatures.slice(1) })).toEqual([
      "root-signatures",
    ]);
    expect(await broken({ rankingSignatures: given.rankingSignatures.slice(1) })).toEqual([
      "ranking-signatures",
    ]);
    expect(await broken({ statements: [] })).toEqual(["open-list"]);
    const [envelope, ...others] = given.envelopes;
    expect(
      await broken({
        envelopes: [{ ...envelope!, ct: toBase64(new Uint8Array(2064)) }, ...others],
      }),
    ).toEqual(["envelopes"]);
    const [leaf, ...leaves] = given.leaves;
    expect(
      await broken({
        leaves: [{ ...leaf!, contentHash: toBase64(new Uint8Array(32)) }, ...leaves],
      }),
    ).toContain("root");
    expect(
      await broken({
        ranking: given.ranking.replace(judged.sealed.edition.id, crypto.randomUUID()),
      }),
    ).toEqual(["ranking", "ranking-signatures"]);
  });
});
