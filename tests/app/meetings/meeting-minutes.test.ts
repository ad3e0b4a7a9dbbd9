import "#tests/support/database.ts";
import "#app/i18n/all.ts";
import { extractText, getDocumentProxy } from "unpdf";
import { describe, expect, it } from "vitest";
import {
  callItem,
  closeMeeting,
  noteItem,
  openMeeting,
  recordPresence,
  setAgenda,
} from "#app/commands/meetings/meeting.server.ts";
import {
  addRemark,
  correctNote,
  signMinutes,
} from "#app/commands/meetings/meeting-minutes.server.ts";
import { recordVote } from "#app/commands/meetings/meeting-vote.server.ts";
import { minutesFactsSchema } from "#app/domain/meetings/minutes.ts";
import type { VoteForm } from "#app/domain/meetings/vote.ts";
import { meetingPage } from "#app/queries/meetings/meeting.server.ts";
import { type MinutesPage, minutesPage } from "#app/queries/meetings/meeting-minutes.server.ts";
import { canonical, hash, toHex } from "#app/sealing/bytes.ts";
import { db, type User } from "#app/platform/db.server.ts";
import routes from "#app/routes.ts";
import { lucia, sessionCookieName } from "#app/platform/accounts/session.server.ts";
import { loader as list } from "#app/routes/area/meetings/list.tsx";
import { loader as page } from "#app/routes/area/meetings/minutes.tsx";
import { action as correction } from "#app/routes/area/meetings/minutes-correction.ts";
import { loader as file } from "#app/routes/area/meetings/minutes-file.ts";
import { action as remark } from "#app/routes/area/meetings/minutes-remark.ts";
import { action as signature } from "#app/routes/area/meetings/minutes-signature.ts";
import { action as voting } from "#app/routes/area/meetings/vote.ts";
import {
  delivers,
  enters,
  judging,
  type Judging,
  type JurorName,
} from "#tests/factories/judging.ts";
import { aPerson } from "#tests/factories/person.ts";
import { ask } from "#tests/support/asking.ts";
import { asOwner } from "#tests/support/owner.ts";
import { expectRefused } from "#tests/support/refusal.ts";

const names = ["dario", "bruno", "elena", "gina"] as const;
type Options = Parameters<typeof judging>[0];
type Meeting = Judging & { secretary: User };

/**
 * In deliberation: proposal 1 leads, 5 is last; meeting 1 is open, everybody is there, 1 to 3 are
 * on the agenda. Sara writes the minutes.
 */
async function meeting(options: Options = {}): Promise<Meeting> {
  const j = await judging({ phase: "deliberation", proposals: 5, ...options });
  const secretary = await aPerson({ name: "Sara", surname: "Neri" });
  await db().role.create({
    data: { editionId: j.edition.id, userId: secretary.id, kind: "SECRETARY" },
  });
  for (const name of names)
    await delivers(j, name, { 1: [5, 5], 2: [4, 4], 3: [3, 3], 4: [2, 2], 5: [1, 1] });
  await openMeeting(j.carla.id, j.edition.id);
  await recordPresence(at(j), [...names.map((name) => j.jury[name].userId), secretary.id]);
  await setAgenda(at(j), { choice: "hand", numbers: [1, 2, 3], threshold: 0, order: "rank" });
  return { ...j, secretary };
}

const at = (j: Judging, userId = j.carla.id, number = 1) => ({
  userId,
  edition: j.edition,
  number,
});
const form = (changes: Partial<VoteForm> = {}): VoteForm => ({
  matter: "Si approva.",
  choice: {},
  inFavour: 0,
  against: 0,
  abstained: 0,
  ...changes,
});
const byName = (j: Judging, cast: Partial<Record<JurorName, "favour" | "against" | "abstained">>) =>
  Object.fromEntries(
    Object.entries(cast).map(([name, choice]) => [j.jury[name as JurorName].userId, choice]),
  );
const conflict = (j: Judging, name: JurorName, no: number) =>
  db().conflict.create({
    data: {
      jurorId: j.jury[name].id,
      proposalId: j.proposals[no - 1]!.id,
      kind: "family",
      at: new Date(),
    },
  });
const inConflict = (j: Judging, no: number) =>
  db().organiserConflict.create({
    data: {
      userId: j.carla.id,
      proposalId: j.proposals[no - 1]!.id,
      kind: "family",
      at: new Date(),
    },
  });
const read = (j: Judging, userId = j.carla.id): Promise<MinutesPage> =>
  minutesPage(userId, j.edition, 1);
const votesOf = async (j: Judging, userId = j.carla.id) =>
  (await meetingPage(userId, j.edition, 1)).votes;
/** A file of the minutes, a PDF as its words. */
async function download(
  j: Judging,
  as: User,
  form: "pdf" | "html" | "json",
  locale = "it",
): Promise<{ status: number; text: string }> {
  const session = await lucia().createSession(as.id, {});
  const request = new Request(
    `http://localhost/area/meetings/x/1/minutes.${form}?locale=${locale}`,
    { headers: { Cookie: `${sessionCookieName}=${session.id}` } },
  );
  const answer = await file({ request, params: params(j), context: { nonce: "" } }).catch(
    (thrown: unknown) => thrown as Response,
  );
  const bytes = new Uint8Array(await answer.arrayBuffer());
  return {
    status: answer.status,
    text:
      form === "pdf" && answer.ok
        ? (await extractText(await getDocumentProxy(bytes), { mergePages: true })).text
        : new TextDecoder().decode(bytes),
  };
}
const params = (j: Judging) => ({ edition: j.edition.code, meeting: "1" });

describe("a secretary", () => {
  const modules = import.meta.glob("../../../app/routes/area/**/*.{ts,tsx}");
  type Entry = { path?: string; file: string; children?: Entry[] };
  const files = (entries: Entry[], prefix = ""): { path: string; file: string }[] =>
    entries.flatMap(({ path = "", file, children = [] }) => [
      { path: `${prefix}/${path}`, file },
      ...files(children, `${prefix}/${path}`),
    ]);
  const ofEditions = files(routes as Entry[]).filter(
    ({ path, file }) => path.includes(":edition") && file.startsWith("routes/area/"),
  );

  it("has the meetings and their minutes, and of all other pages of an edition none", async () => {
    const j = await meeting();
    await closeMeeting(at(j));
    const everything = {
      ...params(j),
      no: "1",
      position: "1",
      juror: j.jury.dario.id,
      rule: j.edition.id,
      sponsor: j.edition.id,
      editionId: j.edition.id,
    };
    const open = new Set<string>();
    for (const { file } of ofEditions) {
      const { loader } = (await modules[`../../../app/${file}`]!()) as { loader?: unknown };
      if (loader && (await ask(loader, { as: j.secretary, params: everything })).status !== 404)
        open.add(file);
    }
    expect([...open].sort()).toEqual(
      ["list.tsx", "meeting.tsx", "minutes-file.ts", "minutes.tsx"].map(
        (name) => `routes/area/meetings/${name}`,
      ),
    );
    expect(ofEditions.length).toBeGreaterThan(60);
  });
});

describe("a vote in a meeting", () => {
  it("is taken by name of those in the room, on a proposal that was called or on a matter in words", async () => {
    const j = await meeting();
    await recordVote(
      at(j, j.secretary.id),
      form({
        matter: "Si chiude l'ordine del giorno.",
        choice: byName(j, { dario: "favour", bruno: "favour", gina: "against" }),
      }),
    );
    await expectRefused(
      recordVote(at(j), form({ publicNo: 1, choice: byName(j, { dario: "favour" }) })),
      "blocked",
    );
    await callItem(at(j), 1);
    await recordVote(
      at(j),
      form({ publicNo: 1, choice: byName(j, { dario: "against", elena: "abstained" }) }),
    );
    expect(
      (await votesOf(j)).map(({ no, inFavour, against, abstained, adopted }) => [
        no,
        inFavour,
        against,
        abstained,
        adopted,
      ]),
    ).toEqual([
      [null, 2, 1, 0, true],
      [1, 0, 1, 1, false],
    ]);
    expect((await votesOf(j))[1]!.byName).toEqual([
      { name: "Dario Chiari", choice: "against" },
      { name: "Elena Villa", choice: "abstained" },
    ]);
  });

  it("is not of whoever left for the proposal, is absent, or writes the minutes", async () => {
    const j = await meeting();
    await conflict(j, "gina", 1);
    await callItem(at(j), 1);
    await expectRefused(
      recordVote(at(j), form({ publicNo: 1, choice: byName(j, { gina: "favour" }) })),
      "stale",
    );
    await expectRefused(
      recordVote(at(j), form({ choice: { [j.secretary.id]: "favour" } })),
      "stale",
    );
    await recordVote(at(j), form({ choice: byName(j, { gina: "favour" }) })); // on a matter she may
    await recordPresence(
      at(j),
      (["dario", "bruno", "elena"] as const).map((name) => j.jury[name].userId),
    );
    await expectRefused(
      recordVote(at(j), form({ choice: byName(j, { gina: "favour" }) })),
      "stale",
    );
  });

  it("needs more than half of the jury, without the secretary", async () => {
    const j = await meeting();
    await recordPresence(at(j), [j.jury.dario.userId, j.jury.bruno.userId, j.secretary.id]);
    await expectRefused(
      recordVote(at(j), form({ choice: byName(j, { dario: "favour" }) })),
      "no-quorum",
    );
  });

  it("in secret is counted, and never more than the room", async () => {
    const j = await meeting({ changes: { secretVotes: true } });
    await conflict(j, "gina", 1);
    await callItem(at(j), 1);
    await expectRefused(
      recordVote(at(j), form({ publicNo: 1, inFavour: 3, against: 1 })),
      "too-many-votes",
    );
    await recordVote(
      at(j),
      form({ publicNo: 1, inFavour: 2, against: 1, choice: byName(j, { dario: "favour" }) }),
    );
    expect(await votesOf(j)).toMatchObject([{ secret: true, inFavour: 2, against: 1, byName: [] }]);
  });

  it("where conflicts are sealed, is counted on proposals, so that no missing name tells who left", async () => {
    const j = await meeting({ changes: { sealedConflicts: true } });
    await callItem(at(j), 1);
    await recordVote(
      at(j),
      form({ publicNo: 1, inFavour: 3, choice: byName(j, { dario: "favour" }) }),
    );
    await recordVote(at(j), form({ choice: byName(j, { dario: "favour" }) }));
    expect((await votesOf(j)).map(({ secret }) => secret)).toEqual([true, false]);
  });

  it("is replaced by a later one on the same, once, with a reason, and stays", async () => {
    const j = await meeting();
    await callItem(at(j), 1);
    await recordVote(at(j), form({ publicNo: 1, choice: byName(j, { dario: "favour" }) }));
    await expectRefused(
      recordVote(
        at(j),
        form({ replaces: 1, reason: "x", choice: byName(j, { dario: "against" }) }),
      ),
      "not-found",
    );
    const right = form({
      publicNo: 1,
      replaces: 1,
      reason: "Contato male.",
      choice: byName(j, { dario: "against" }),
    });
    await recordVote(at(j), right);
    await expectRefused(recordVote(at(j), right), "duplicate");
    expect(
      (await votesOf(j)).map(({ replaced, replaces, reason }) => [replaced, replaces, reason]),
    ).toEqual([
      [true, null, ""],
      [false, 1, "Contato male."],
    ]);
    await expect(db().meetingVote.updateMany({ data: { inFavour: 9 } })).rejects.toThrow("locked");
    await expect(db().meetingVote.deleteMany()).rejects.toThrow("locked");
  });

  it("on a proposal the holder is in conflict with is neither taken nor seen, and its number leaves no gap", async () => {
    const j = await meeting();
    await callItem(at(j), 1);
    await recordVote(
      at(j),
      form({ publicNo: 1, matter: "voto-sulla-prima", choice: byName(j, { dario: "favour" }) }),
    );
    await recordVote(at(j), form({ matter: "altro", choice: byName(j, { dario: "favour" }) }));
    await inConflict(j, 1);
    await expectRefused(
      recordVote(at(j), form({ publicNo: 1, choice: byName(j, { dario: "favour" }) })),
      "not-found",
    );
    expect((await votesOf(j)).map(({ number, matter }) => [number, matter])).toEqual([
      [1, "altro"],
    ]);
    await recordVote(
      at(j),
      form({ replaces: 1, reason: "x", choice: byName(j, { bruno: "favour" }) }),
    );
    expect((await votesOf(j, j.jury.dario.userId)).map(({ replaced }) => replaced)).toEqual([
      false,
      true,
      false,
    ]);
  });

  it("comes from the page, which keeps what was typed and says what is missing", async () => {
    const j = await meeting();
    const sent = {
      publicNo: "",
      matter: "Si approva.",
      [`choice.${j.jury.dario.userId}`]: "favour",
      [`choice.${j.jury.gina.userId}`]: "",
      replaces: "",
      reason: "",
    };
    expect(await ask(voting, { as: j.secretary, params: params(j), form: sent })).toMatchObject({
      status: 302,
    });
    expect(
      await ask(voting, { as: j.secretary, params: params(j), form: { ...sent, matter: " " } }),
    ).toMatchObject({ status: 400, value: { result: { error: { matter: ["required"] } } } });
    expect(await votesOf(j)).toHaveLength(1);
  });
});

describe("the minutes", () => {
  /** Discussed, voted and closed. */
  async function closed(options: Options = {}): Promise<Meeting> {
    const j = await meeting(options);
    await conflict(j, "gina", 2);
    for (const no of [1, 2]) await callItem(at(j), no);
    await noteItem(at(j), { publicNo: 1, note: "nota-sulla-prima", before: "" });
    await recordVote(
      at(j),
      form({ publicNo: 2, matter: "voto-sulla-seconda", choice: byName(j, { dario: "favour" }) }),
    );
    await db().tieVote.create({
      data: {
        editionId: j.edition.id,
        proposalId: j.proposals[3]!.id,
        position: 1,
        reason: "parita-della-quarta",
        actorId: j.carla.id,
        at: new Date(),
      },
    });
    await closeMeeting(at(j));
    return j;
  }

  it("are fixed when the meeting is closed: canonical facts and their hash", async () => {
    const j = await closed();
    const row = await db().meetingMinutes.findFirstOrThrow({
      where: { meeting: { editionId: j.edition.id } },
    });
    const facts = minutesFactsSchema.parse(JSON.parse(row.json));
    expect(canonical(facts)).toBe(row.json);
    expect(toHex(row.hash)).toBe(toHex(hash(row.json)));
    expect(facts.members.map(({ name, capacity, present }) => [name, capacity, present])).toEqual([
      ["Dario Chiari", "chair", true],
      ["Bruno Conti", "external", true],
      ["Sara Neri", "secretary", true],
      ["Gina Serra", "external", true],
      ["Elena Villa", "internal", true],
    ]);
    expect(facts.items.map(({ no, discussed, left, note }) => [no, discussed, left, note])).toEqual(
      [
        [1, true, [], "nota-sulla-prima"],
        [2, true, ["Gina Serra"], ""],
        [3, false, [], ""],
      ],
    );
    expect(facts.items[0]!.sheets).toEqual(
      ["A", "B", "C", "D"].map((letter) => ({
        letter,
        round: 1,
        scores: { impact: 5, cost: 5 },
        total: 100,
      })),
    );
    expect(facts.items[1]!.sheets).toHaveLength(3); // Gina's is set aside
    expect(facts.votes).toMatchObject([
      { no: 2, inFavour: 1, byName: [{ name: "Dario Chiari", choice: "favour" }] },
    ]);
    expect(facts.ties).toMatchObject([
      { positions: [{ no: 4, position: 1 }], reason: "parita-della-quarta" },
    ]);
    expect(facts.ranking.rows.map(({ no, rank }) => [no, rank])).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
      [4, 4],
      [5, 5],
    ]);
    expect(facts).toMatchObject({ number: 1, closedBy: "Carla Rossi", commitment: null });
    for (const name of names)
      expect(
        JSON.stringify(facts.items.map(({ sheets, revisions }) => [sheets, revisions])),
      ).not.toMatch(new RegExp(`${j.jury[name].id}|${j.jury[name].user.surname}`));
  });

  it("say revisions in deliberation with their reasons, under letters", async () => {
    const j = await meeting();
    const proposalId = j.proposals[0]!.id;
    await asOwner((tx) =>
      tx.scoreSheet.create({
        data: {
          jurorId: j.jury.elena.id,
          proposalId,
          version: 2,
          scores: { impact: 0, cost: 5 },
          reason: "Ho capito il costo.",
          authorId: j.jury.elena.userId,
          at: new Date(),
        },
      }),
    );
    await closeMeeting(at(j));
    const { facts } = await read(j);
    expect(facts.items[0]!.revisions).toEqual([
      {
        letter: expect.stringMatching(/^[A-D]$/),
        before: 100,
        total: 40,
        reason: "Ho capito il costo.",
      },
    ]);
    expect(
      facts.items[0]!.sheets.find(({ letter }) => letter === facts.items[0]!.revisions[0]!.letter)
        ?.total,
    ).toBe(40);
  });

  it("are read by organisers, the secretary and the chair, and exist for nobody else, nor before the meeting is closed", async () => {
    const j = await meeting();
    for (const loader of [page, file])
      expect((await ask(loader, { as: j.carla, params: params(j) })).status).toBe(404);
    await closeMeeting(at(j));
    for (const as of [j.carla, j.secretary, j.jury.dario.user])
      for (const loader of [page, file])
        expect((await ask(loader, { as, params: params(j) })).status).toBe(200);
    for (const as of [j.jury.bruno.user, await aPerson(), (await judging()).carla]) {
      for (const loader of [page, file])
        expect(await ask(loader, { as, params: params(j) })).toMatchObject({
          status: 404,
          text: "Not found",
        });
      const { hash: seen } = await read(j);
      for (const action of [remark, correction, signature, voting])
        expect(
          (
            await ask(action, {
              as,
              params: params(j),
              form: { hash: seen, text: "x", publicNo: "1", note: "x", reason: "x", matter: "x" },
            })
          ).status,
        ).toBe(404);
    }
    await db().juror.update({ where: { id: j.jury.dario.id }, data: { confirmedAt: null } });
    // others' scores, before their own are closed
    expect((await ask(page, { as: j.jury.dario.user, params: params(j) })).status).toBe(404);
  });

  it("keep from a reader in conflict the item, its votes, scores and rank, and say how many items, never which", async () => {
    const j = await closed();
    const whole = await ask(page, { as: j.secretary, params: params(j) });
    for (const { text } of [
      whole,
      await download(j, j.secretary, "html"),
      await download(j, j.secretary, "pdf"),
    ])
      for (const trace of [
        "nota-sulla-prima",
        "voto-sulla-seconda",
        "parita-della-quarta",
        "titolo-della-proposta-1",
      ])
        expect(text.replaceAll("\n", "")).toContain(trace); // there is something to tell
    for (const no of [1, 4]) await inConflict(j, no);
    const { facts, withheld } = await read(j);
    expect(withheld).toBe(1); // the fourth was not on the agenda
    expect(facts.items.map(({ no }) => no)).toEqual([2, 3]);
    expect(facts.ties).toEqual([]);
    expect(facts.ranking?.rows.map(({ no, rank }) => [no, rank])).toEqual([
      [2, 1],
      [3, 2],
      [5, 3],
    ]);
    const seen = [
      await ask(page, { as: j.carla, params: params(j) }),
      await download(j, j.carla, "html"),
      await download(j, j.carla, "pdf"),
    ];
    const salt = minutesFactsSchema.parse(
      JSON.parse(
        (
          await db().meetingMinutes.findFirstOrThrow({
            where: { meeting: { editionId: j.edition.id } },
          })
        ).json,
      ),
    ).salt;
    for (const { text } of seen)
      expect(text.replaceAll("\n", "")).not.toMatch(
        new RegExp(`nota-sulla-prima|parita-della-quarta|titolo-della-proposta-[14]\\b|${salt}`),
      );
    // the whole is not for her, and so nothing to try guesses on
    expect((await download(j, j.carla, "json")).status).toBe(404);
    expect((await ask(page, { as: j.carla, params: params(j) })).text).toContain(
      "1 punto dell’ordine del giorno non è mostrato",
    );
    for (const no of [1, 4]) expect(JSON.stringify(facts)).not.toContain(`"no":${no}`);
  });

  it("are signed by the chair and the secretary, each with their own account, and then nothing changes", async () => {
    const j = await closed();
    const { hash: seen } = await read(j);
    // an organiser, beside a secretary
    await expectRefused(signMinutes(at(j), seen), "not-allowed");
    await expectRefused(signMinutes(at(j, j.jury.dario.userId), "0".repeat(64)), "stale");
    await signMinutes(at(j, j.jury.dario.userId), seen);
    await expectRefused(signMinutes(at(j, j.jury.dario.userId), seen), "duplicate");
    expect(await read(j, j.secretary.id)).toMatchObject({ signedOff: false, signsAs: "SECRETARY" });
    await signMinutes(at(j, j.secretary.id), seen);
    expect(
      (await read(j)).signatures.map(({ capacity, name, instead }) => [capacity, name, instead]),
    ).toEqual([
      ["CHAIR", "Dario Chiari", false],
      ["SECRETARY", "Sara Neri", false],
    ]);
    expect(await read(j)).toMatchObject({ signedOff: true, signsAs: null });
    const acts = [
      () => addRemark(at(j), { hash: seen, text: "x" }),
      () => correctNote(at(j), { hash: seen, publicNo: 1, note: "x", reason: "x" }),
      () => signMinutes(at(j, j.secretary.id), seen),
    ];
    for (const act of acts) await expectRefused(act(), "too-late");
    const row = await db().meetingMinutes.findFirstOrThrow({
      where: { meeting: { editionId: j.edition.id } },
    });
    await expect(db().meetingMinutes.create({ data: { ...row, version: 2 } })).rejects.toThrow(
      "locked",
    );
    await expect(db().meetingMinutes.updateMany({ data: { json: "{}" } })).rejects.toThrow(
      "locked",
    );
    await expect(db().minutesSignature.updateMany({ data: { withheld: 0 } })).rejects.toThrow(
      "locked",
    );
    await expect(db().minutesSignature.deleteMany()).rejects.toThrow("locked");
    const rows = await db().auditEntry.findMany({
      where: { editionId: j.edition.id, action: "minutes.signed" },
    });
    expect(rows.map(({ actorId }) => actorId)).toEqual([j.jury.dario.userId, j.secretary.id]);
  });

  it("take a remark or a corrected note as a new version, which takes the signatures away", async () => {
    const j = await closed();
    const first = (await read(j)).hash;
    await signMinutes(at(j, j.jury.dario.userId), first);
    await addRemark(at(j, j.secretary.id), { hash: first, text: "Si riprende domani." });
    await expectRefused(addRemark(at(j), { hash: first, text: "x" }), "stale");
    const second = await read(j);
    expect(second).toMatchObject({
      version: 2,
      signatures: [],
      facts: { remarks: [{ name: "Sara Neri", text: "Si riprende domani." }] },
    });
    await expect(
      db().minutesSignature.create({
        data: {
          meetingId: (await db().meeting.findFirstOrThrow({ where: { editionId: j.edition.id } }))
            .id,
          version: 1,
          capacity: "SECRETARY",
          actorId: j.secretary.id,
          at: new Date(),
        },
      }),
    ).rejects.toThrow("locked");
    await correctNote(at(j), {
      hash: second.hash,
      publicNo: 1,
      note: "nota-giusta",
      reason: "Refuso.",
    });
    const third = await read(j);
    expect(third.facts.items[0]!.note).toBe("nota-giusta");
    expect(third.facts.corrections).toMatchObject([
      { no: 1, name: "Carla Rossi", before: "nota-sulla-prima", reason: "Refuso." },
    ]);
    await inConflict(j, 1);
    await expectRefused(
      correctNote(at(j), { hash: third.hash, publicNo: 1, note: "x", reason: "x" }),
      "not-found",
    );
    expect((await read(j)).facts.corrections).toEqual([]); // of an item that is kept from her
  });

  it("of a jury without secretary are signed by an organiser in the secretary's stead, and say so", async () => {
    const j = await closed();
    await db().role.deleteMany({ where: { userId: j.secretary.id } });
    const { hash: seen } = await read(j);
    await signMinutes(at(j), seen);
    await signMinutes(at(j, j.jury.dario.userId), seen);
    expect((await read(j)).signatures.map(({ capacity, instead }) => [capacity, instead])).toEqual([
      ["CHAIR", false],
      ["SECRETARY", true],
    ]);
    expect((await ask(page, { as: j.carla, params: params(j) })).text).toContain(
      "chi organizza firma in luogo della segreteria",
    );
  });

  it("a chair in conflict with an item signs the whole by its hash, and the page says so", async () => {
    const j = await closed();
    await conflict(j, "dario", 1);
    const { hash: seen, withheld } = await read(j, j.jury.dario.userId);
    expect(withheld).toBe(1);
    await signMinutes(at(j, j.jury.dario.userId), seen);
    expect((await read(j)).signatures).toMatchObject([{ withheld: 1 }]);
    expect((await ask(page, { as: j.carla, params: params(j) })).text).toContain(
      "firma l’insieme attraverso l’impronta",
    );
  });

  it("can still be signed after the freeze, and then say the commitment", async () => {
    const j = await closed();
    await enters(j, "frozen");
    await asOwner((tx) =>
      tx.ranking.create({
        data: { editionId: j.edition.id, json: "{}", commit: new Uint8Array(32).fill(7) },
      }),
    );
    const { hash: seen, commitment } = await read(j);
    expect(commitment).toBe("07".repeat(32));
    await signMinutes(at(j, j.jury.dario.userId), seen);
    await signMinutes(at(j, j.secretary.id), seen);
    expect(
      (await ask(list, { as: j.secretary, params: { edition: j.edition.code } })).value,
    ).toMatchObject({ meetings: [{ closed: true, signedOff: true }] });
  });
});
