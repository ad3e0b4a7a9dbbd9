import "#tests/support/database.ts";
import "#app/i18n/all.ts";
import { describe, expect, it } from "vitest";
import { enterPhase } from "#app/commands/edition/phase.server.ts";
import { publishedSchema } from "#app/domain/publication/publication.ts";
import { publicationPreview } from "#app/queries/publication/publication-preview.server.ts";
import { winnerPage } from "#app/queries/publication/public-results.server.ts";
import { canonical } from "#app/sealing/bytes.ts";
import { action as begin, loader as question } from "#app/routes/area/manage/phase.tsx";
import { rankingCommit } from "#app/sealing/commitment.ts";
import { db, type User } from "#app/platform/db.server.ts";
import { callReserves } from "#tests/factories/frozen-edition.ts";
import {
  frozenEdition,
  type Judged,
  openAll,
  openedEdition,
  proposerOf,
  publish,
} from "#tests/factories/published-edition.ts";
import { ask } from "#tests/support/asking.ts";
import { sha256, visit, visitAll } from "#tests/support/public-pages.ts";
import { asOwner } from "#tests/support/owner.ts";

const yes = { named: true, prizeAccepted: true };
const unnamed = { named: false, prizeAccepted: true };
const all = [1, 2, 3, 4, 5];

const publishedOf = async ({ sealed }: Judged) =>
  publishedSchema.parse(
    (await db().publication.findUniqueOrThrow({ where: { editionId: sealed.edition.id } })).results,
  );

/** Everything by which somebody can be recognised. */
const marksOf = ({ id, name, surname, email, staffNumber, unit }: User) => [
  id,
  name,
  surname,
  email,
  staffNumber!,
  unit,
];

/** What of these values stands anywhere in the text, also with its letters escaped or encoded. */
function found(text: string, values: string[]): string[] {
  const forms = (value: string) => [
    value,
    JSON.stringify(value).slice(1, -1),
    encodeURIComponent(value),
    Buffer.from(value).toString("base64"),
    sha256(value),
  ];
  return values.filter((value) => forms(value).some((form) => text.includes(form)));
}

describe("a name is published only of a winner who agreed", () => {
  it("names who said yes, and neither who said no, nor who stayed silent, nor who did not win", async () => {
    const judged = await openedEdition();
    await publish(judged, { 1: yes, 2: unnamed });
    const pages = await visitAll(judged.sealed.edition.code, all);
    const bytes = pages.map(({ bytes: each }) => each).join("\n");
    const [agreed, ...others] = await Promise.all(all.map((no) => proposerOf(judged, no)));
    // the search finds what is there …
    expect(found(bytes, [agreed!.user.name, agreed!.user.surname])).toHaveLength(2);
    expect(
      found(bytes, [
        agreed!.user.id,
        agreed!.user.email,
        agreed!.user.staffNumber!,
        agreed!.user.unit,
      ]),
    ).toEqual([]);
    // … and nothing of anybody else
    expect(
      found(
        bytes,
        others.flatMap(({ user }) => marksOf(user)),
      ),
    ).toEqual([]);
    expect(others.every(({ user }) => bytes.includes(user.name))).toBe(false);
    expect(pages.filter(({ status }) => status === 200).length).toBeGreaterThan(20);
  });

  it("gives winners a page, with the name or without, and nobody else", async () => {
    const judged = await openedEdition();
    await publish(judged, { 1: yes });
    const { user } = await proposerOf(judged, 1);
    const { winner } = await winnerPage(judged.sealed.edition.code, "1", "it");
    expect(winner.names).toEqual([`${user.name} ${user.surname}`]);
    expect((await winnerPage(judged.sealed.edition.code, "2", "it")).winner.names).toBeNull();
    await expect(winnerPage(judged.sealed.edition.code, "5", "it")).rejects.toMatchObject({
      refusal: { code: "not-found" },
    });
  });

  it("shows a passage hidden from jurors where its writer is named, and nowhere else", async () => {
    const judged = await openedEdition();
    for (const no of [1, 2]) {
      const proposal = await db().proposal.findFirstOrThrow({
        where: { editionId: judged.sealed.edition.id, publicNo: no },
      });
      await asOwner((tx) =>
        tx.proposal.update({
          where: { id: proposal.id },
          data: { problem: `Lo dice firma-${no} ogni giorno.` },
        }),
      );
      await asOwner((tx) =>
        tx.hiddenPassage.create({
          data: {
            proposalId: proposal.id,
            field: "problem",
            start: 8,
            end: 15,
            reason: "person",
            actorId: judged.sealed.organiser.id,
            at: new Date(),
          },
        }),
      );
    }
    await publish(judged, { 1: yes, 2: unnamed });
    const bytes = (await visitAll(judged.sealed.edition.code, all))
      .map((seen) => seen.bytes)
      .join("\n");
    expect(found(bytes, ["firma-1", "firma-2"])).toEqual(["firma-1"]);
    expect(bytes).toContain("Lo dice [nascosto dall'organizzazione] ogni giorno.");
  });

  it("publishes no receipt, no pass, no token and no text of those who did not win", async () => {
    const judged = await openedEdition();
    for (const no of [4, 5])
      await asOwner((tx) =>
        tx.proposal.updateMany({
          where: { editionId: judged.sealed.edition.id, publicNo: no },
          data: { problem: `segreto-${no}-di-chi-non-vince` },
        }),
      );
    await publish(judged, { 1: yes });
    const bytes = (await visitAll(judged.sealed.edition.code, all))
      .map(({ bytes: each }) => each)
      .join("\n");
    const secrets = judged.deposited.flatMap(({ receipt, request, wallet }) => [
      receipt,
      request.accessKey,
      request.token,
      wallet.holderKey,
      request.envelope.ct,
      request.envelope.wraps[0]!,
    ]);
    expect(
      found(bytes, [...secrets, "segreto-4-di-chi-non-vince", "segreto-5-di-chi-non-vince"]),
    ).toEqual([]);
  });
});

describe("what is published follows from the frozen ranking and the opening", () => {
  it("holds ranking, awards, jury, counts and the commitment, and cannot be published twice", async () => {
    const judged = await openedEdition();
    await publish(judged, { 1: yes });
    const { edition, organiser } = judged.sealed;
    const published = await publishedOf(judged);
    const ranking = await db().ranking.findUniqueOrThrow({ where: { editionId: edition.id } });
    expect(published.ranking.map(({ rank }) => rank)).toEqual(
      [...published.ranking.map(({ rank }) => rank)].sort((a, b) => a - b),
    );
    expect(published.ranked).toBe(5);
    expect(published.winners.map(({ publicNo }) => publicNo).sort()).toEqual([1, 2, 3]);
    expect(published.awards.map(({ ground, declined }) => ({ ground, declined }))).toEqual(
      Array(3).fill({ ground: "rule", declined: false }),
    );
    expect(published.jury).toHaveLength(2);
    expect(published.jury.filter(({ chair }) => chair)).toHaveLength(1);
    expect(published.statistics).toMatchObject({
      submissions: 5,
      participants: 5,
      awarded: 3,
      teamSizes: [{ key: 1, count: 5 }],
      totals: { activated: 5, issued: 10, spent: 5 },
    });
    expect(published.statistics.scores.reduce((sum, { count }) => sum + count, 0)).toBe(5);
    expect(published.seal?.commitment).toBe(Buffer.from(ranking.commit).toString("hex"));
    await expect(enterPhase(organiser.id, edition.id, "published")).rejects.toMatchObject({
      refusal: { code: "blocked" },
    });
    expect(await publishedOf(judged)).toEqual(published);
  });

  it("is not published as a phase is begun, but on the page where it is looked at and confirmed", async () => {
    const { edition, organiser } = (await openedEdition({ deposits: 3, awarded: 1 })).sealed;
    const answer = await ask(begin, {
      as: organiser,
      params: { edition: edition.code },
      form: { phase: "published" },
    });
    const there = { status: 302, location: `/area/manage/${edition.code}/publication` };
    expect(answer).toMatchObject(there);
    expect(await ask(question, { as: organiser, params: { edition: edition.code } })).toMatchObject(
      there,
    );
    expect(await db().publication.count({ where: { editionId: edition.id } })).toBe(0);
  });

  it("publishes ranking.json as it was committed to, byte for byte", async () => {
    const judged = await openedEdition({ deposits: 3, awarded: 1 });
    const { edition } = judged.sealed;
    const ranking = await db().ranking.findUniqueOrThrow({ where: { editionId: edition.id } });
    expect(
      (await visit("editions/:code/ranking.json", { locale: "it", code: edition.code })).status,
    ).toBe(404);
    await publish(judged, {});
    const file = await visit("editions/:code/ranking.json", { locale: "it", code: edition.code });
    expect(sha256(file.bytes)).toBe(Buffer.from(ranking.commit).toString("hex"));
    expect(Buffer.from(rankingCommit(file.bytes)).equals(Buffer.from(ranking.commit))).toBe(true);
    expect(canonical(JSON.parse(file.bytes))).toBe(file.bytes);
  });

  it("says that a prize was declined", async () => {
    const judged = await openedEdition({ deposits: 3, awarded: 2 });
    await publish(judged, { 1: { named: false, prizeAccepted: false } });
    const { awards } = await publishedOf(judged);
    expect(
      awards
        .map(({ publicNo, declined }) => ({ publicNo, declined }))
        .sort((a, b) => a.publicNo! - b.publicNo!),
    ).toEqual([
      { publicNo: 1, declined: true },
      { publicNo: 2, declined: false },
    ]);
  });

  it("gives a void proposal's award to the reserve that was opened for it", async () => {
    const judged = await frozenEdition({ deposits: 4, awarded: 2 });
    const { user } = await proposerOf(judged, 2);
    // somebody who was a juror may not win: the proposal is void by rule, and the next in rank is
    // called
    await db().formerRole.create({
      data: { editionId: judged.sealed.edition.id, userId: user.id, kind: "JUROR" },
    });
    await openAll(judged);
    expect((await publicationPreview(judged.sealed.edition.id)).blocked).toEqual([
      { key: "reserves-unsigned", where: "opening", params: { count: 1 } },
    ]);
    await callReserves(judged.sealed);
    await openAll(judged);
    await publish(judged, { 1: yes, 3: yes });
    const published = await publishedOf(judged);
    expect(published.awards.map(({ publicNo, ground }) => ({ publicNo, ground }))).toContainEqual({
      publicNo: 3,
      ground: "reserve",
    });
    expect(published.winners.map(({ publicNo }) => publicNo).sort()).toEqual([1, 3]);
    expect(published.ranking.filter((row) => row.void).map(({ publicNo }) => publicNo)).toEqual([
      2,
    ]);
    expect(found(JSON.stringify(published), marksOf(user))).toEqual([]);
  });
});

describe("the organiser's preview", () => {
  it("shows what will be published and what is missing, and writes nothing", async () => {
    const judged = await openedEdition({ deposits: 3, awarded: 1 });
    const { edition } = judged.sealed;
    await db().edition.update({ where: { id: edition.id }, data: { answerMinutes: 60 } });
    const waiting = await publicationPreview(edition.id);
    expect(waiting.blocked).toEqual([
      { key: "unanswered", where: "opening", params: { count: 1 } },
    ]);
    expect(await db().publication.count({ where: { editionId: edition.id } })).toBe(0);
    await publish(judged, { 1: yes });
    const preview = await publicationPreview(edition.id);
    expect(preview).toMatchObject({ phase: "published", blocked: [] });
    expect(preview.published?.winners[0]?.texts).toEqual(waiting.published?.winners[0]?.texts);
    expect(waiting.published?.winners[0]?.names).toBeNull();
  });
});
