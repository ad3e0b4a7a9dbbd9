import "#tests/support/database.ts";
import "#app/i18n/all.ts";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  announceOverdueQuestions,
  announceQuestions,
  askProposer,
} from "#app/commands/screening/questions.server.ts";
import { takeDueBatches } from "#app/commands/box/batches.server.ts";
import { screenProposal } from "#app/commands/screening/screening.server.ts";
import { dispatch } from "#app/deposit/dispatch.server.ts";
import { responses, type OwnProposal } from "#app/deposit/responses.ts";
import { padded } from "#app/deposit/padding.ts";
import { accessKeyFor } from "#app/sealing/wallet.ts";
import { readBox } from "#app/box/store.server.ts";
import { db, type Edition, type Phase } from "#app/platform/db.server.ts";
import { editionFacts } from "#app/queries/edition/edition-facts.server.ts";
import { loader as desk } from "#app/routes/area/jury/desk.tsx";
import { loader as conflicts } from "#app/routes/area/jury/conflicts.tsx";
import { loader as page } from "#app/routes/area/manage/screening/proposal.tsx";
import { action as question } from "#app/routes/area/manage/screening/questions.ts";
import { action as announcement } from "#app/routes/area/manage/screening/announcement.ts";
import { loader as list } from "#app/routes/area/manage/screening/page.tsx";
import {
  close,
  type Deposited,
  depositBy,
  employee,
  openEdition,
  type SealedEdition,
} from "#tests/factories/sealed-edition.ts";
import { aJuror } from "#tests/factories/judging.ts";
import { ask } from "#tests/support/asking.ts";
import { visit } from "#tests/support/public-pages.ts";
import { asOwner } from "#tests/support/owner.ts";
import { expectRefused } from "#tests/support/refusal.ts";

// Organisers ask, the proposer answers through the receipt, and nobody can tell who or at what
// hour.

type Played = { sealed: SealedEdition; edition: Edition; deposited: Deposited; no: number };

/** A closed edition with one proposal. */
async function screened(): Promise<Played> {
  const sealed = await openEdition();
  const deposited = await depositBy(await employee(), sealed);
  await close(sealed);
  const { publicNo } = await db().proposal.findFirstOrThrow({
    where: { editionId: sealed.edition.id },
  });
  const edition = await db().edition.findUniqueOrThrow({ where: { id: sealed.edition.id } });
  return { sealed, edition, deposited, no: publicNo! };
}

const post = (request: object) => dispatch(padded(request));
const withReceipt = ({ edition, deposited }: Played) => ({
  edition: edition.id,
  accessKey: accessKeyFor(deposited.receipt, edition.id),
});
const write = (played: Played, kind: "ANSWER" | "CONTEST", text: string) =>
  post({ op: "write", ...withReceipt(played), kind, text });
const read = async (played: Played): Promise<OwnProposal> =>
  responses.read.parse(await post({ op: "read", ...withReceipt(played) }));
const organiserSees = async ({ sealed, edition, no }: Played) =>
  (await ask(page, { as: sealed.organiser, params: { edition: edition.code, no: String(no) } }))
    .text;

const into = (phase: Phase) =>
  asOwner((tx) => tx.edition.update({ where: { id: played.edition.id }, data: { phase } }));

const noon = new Date("2027-03-10T11:00:00Z");
/** Sets the clock, and does what the server does by itself every few seconds. */
async function at(instant: string): Promise<void> {
  vi.setSystemTime(new Date(instant));
  await takeDueBatches();
}

let played: Played;

beforeEach(async () => {
  played = await screened();
  vi.useFakeTimers({ toFake: ["Date"], now: noon });
}, 60_000);

afterEach(async () => {
  vi.useRealTimers();
  await db().outboxMail.deleteMany();
});

describe("a question", () => {
  it("is read at once by whoever comes with the receipt, and nobody else's receipt", async () => {
    await askProposer(played.sealed.organiser.id, played.edition, played.no, "Quanti moduli sono?");
    const { dialogue } = await read(played);
    expect(dialogue).toEqual({
      messages: [
        { side: "ORGANISER", kind: "QUESTION", text: "Quanti moduli sono?", waits: false },
      ],
      mayAnswer: true,
      contestUntil: null,
    });
  });

  it("is audited by the proposal's number, without its words", async () => {
    await askProposer(played.sealed.organiser.id, played.edition, played.no, "Quanti moduli sono?");
    const acts = await db().auditEntry.findMany({
      where: { editionId: played.edition.id, action: { startsWith: "question" } },
    });
    expect(
      acts.map(({ action, objectId, actorId, detail }) => ({ action, objectId, actorId, detail })),
    ).toEqual([
      {
        action: "question.asked",
        objectId: String(played.no),
        actorId: played.sealed.organiser.id,
        detail: {},
      },
    ]);
  });

  it("is refused before closing and after screening, on a proposal that is not there, and without words", async () => {
    const { sealed, edition, no } = played;
    for (const [phase, code] of [
      ["open", "too-early"],
      ["scoring", "too-late"],
    ] as const) {
      await into(phase);
      await expectRefused(askProposer(sealed.organiser.id, edition, no, "Perché?"), code);
    }
    await into("screening");
    await expectRefused(askProposer(sealed.organiser.id, edition, 99, "Perché?"), "not-found");
    expect(
      await ask(question, {
        as: sealed.organiser,
        params: { edition: edition.code, no: String(no) },
        form: { text: "  " },
      }),
    ).toMatchObject({ status: 400, value: { result: { error: { text: ["required"] } } } });
  });

  it("exists for organisers only", async () => {
    const juror = await aJuror(played.edition, await employee(), {});
    for (const as of [juror.user, await employee()]) {
      expect(
        (
          await ask(question, {
            as,
            params: { edition: played.edition.code, no: String(played.no) },
            form: { text: "?" },
          })
        ).status,
      ).toBe(404);
      expect(
        (await ask(announcement, { as, params: { edition: played.edition.code }, form: {} }))
          .status,
      ).toBe(404);
    }
  });
});

const waiting = () =>
  readBox((box) => box.message.findMany({ where: { editionId: played.edition.id } }));
const taken = () =>
  db().message.findMany({
    where: { side: "PROPOSER", proposal: { editionId: played.edition.id } },
  });

describe("an answer", () => {
  beforeEach(() =>
    askProposer(played.sealed.organiser.id, played.edition, played.no, "Quanti moduli sono?"),
  );

  it("is read by organisers from the next day of the edition's time zone, not a minute before", async () => {
    await at("2027-03-10T22:58:00Z"); // two minutes to midnight in Rome
    await write(played, "ANSWER", "Sono tre.");
    expect((await read(played)).dialogue.messages.at(-1)).toEqual({
      side: "PROPOSER",
      kind: "ANSWER",
      text: "Sono tre.",
      waits: true,
    });
    expect(await organiserSees(played)).not.toContain("Sono tre.");
    await at("2027-03-10T22:59:59Z");
    expect(await organiserSees(played)).not.toContain("Sono tre.");
    expect(
      (await ask(list, { as: played.sealed.organiser, params: { edition: played.edition.code } }))
        .value,
    ).toMatchObject({ proposals: [{ dialogue: { questions: 1, answers: 0 } }] });
    await at("2027-03-10T23:00:00Z");
    expect(await organiserSees(played)).toContain("Sono tre.");
    expect(
      (await ask(list, { as: played.sealed.organiser, params: { edition: played.edition.code } }))
        .value,
    ).toMatchObject({ proposals: [{ dialogue: { questions: 1, answers: 1 } }] });
    expect((await read(played)).dialogue.messages.at(-1)?.waits).toBe(false);
  });

  it("written one minute after midnight waits a whole day: the hour never shows", async () => {
    await at("2027-03-10T23:01:00Z");
    await write(played, "ANSWER", "Sono tre.");
    await at("2027-03-11T22:59:00Z");
    expect(await organiserSees(played)).not.toContain("Sono tre.");
    await at("2027-03-11T23:00:00Z");
    expect(await organiserSees(played)).toContain("Sono tre.");
  });

  it("leaves a row with a day and nothing else, no audit entry and no mail", async () => {
    const before = await db().auditEntry.count();
    await write(played, "ANSWER", "Sono tre.");
    const own = {
      proposalId: played.deposited.request.proposalId,
      kind: "ANSWER",
      text: "Sono tre.",
      visibleFrom: new Date("2027-03-11"),
    };
    expect(await waiting()).toEqual([
      { id: expect.any(String), editionId: played.edition.id, ...own },
    ]);
    expect(await taken()).toEqual([]);
    await at("2027-03-10T23:00:00Z");
    expect(await taken()).toEqual([{ id: expect.any(String), side: "PROPOSER", ...own }]);
    expect(await waiting()).toEqual([]);
    expect(await db().auditEntry.count()).toBe(before);
    expect(await db().outboxMail.count()).toBe(0);
  });

  it("sent twice is one, also at the same moment; another is another", async () => {
    await Promise.all([write(played, "ANSWER", "Sono tre."), write(played, "ANSWER", "Sono tre.")]);
    await write(played, "ANSWER", "Sono tre.");
    await write(played, "ANSWER", "Anzi, quattro.");
    expect(await waiting()).toHaveLength(2);
    await at("2027-03-10T23:00:00Z");
    await write(played, "ANSWER", "Sono tre.");
    expect([(await waiting()).length, (await taken()).length]).toEqual([0, 2]);
  });

  it("reaches no juror", async () => {
    await write(played, "ANSWER", "risposta-riservata");
    await screenProposal(played.sealed.organiser.id, played.edition.id, played.no, {
      verdict: "CLEARED",
      reason: "",
    });
    const juror = await aJuror(played.edition, await employee(), { confirmedOwn: false });
    await at("2027-03-12T10:00:00Z");
    // there is something to leak
    expect(await organiserSees(played)).toContain("risposta-riservata");
    for (const loader of [desk, conflicts]) {
      const { text } = await ask(loader, {
        as: juror.user,
        params: { edition: played.edition.code },
      });
      expect(text).not.toContain("risposta-riservata");
      expect(text).not.toContain("Quanti moduli");
    }
  });

  it("is refused without a question, once scoring began, with a wrong receipt, and after twenty", async () => {
    const other = await screened();
    await expectRefused(write(other, "ANSWER", "Che cosa?"), "nothing-to-answer");
    await expectRefused(
      post({
        op: "write",
        ...withReceipt(other),
        edition: played.edition.id,
        kind: "ANSWER",
        text: "x",
      }),
      "receipt-unknown",
    );
    for (let i = 1; i <= 20; i += 1) await write(played, "ANSWER", `Risposta ${i}`);
    await expectRefused(write(played, "ANSWER", "Risposta 21"), "too-large");
    await into("scoring");
    await expectRefused(write(played, "ANSWER", "Tardi"), "wrong-phase");
    await expectRefused(
      post({ op: "write", ...withReceipt(played), kind: "QUESTION", text: "x" }),
      "invalid",
    );
  }, 60_000);
});

describe("an exclusion", () => {
  const exclude = () =>
    screenProposal(played.sealed.organiser.id, played.edition.id, played.no, {
      verdict: "EXCLUDED",
      reason: "Nomina un ufficio.",
    });

  it("can be contested with the receipt for the days the rules give, and blocks scoring until then", async () => {
    await db().edition.update({ where: { id: played.edition.id }, data: { contestMinutes: 120 } });
    played.edition = await db().edition.findUniqueOrThrow({ where: { id: played.edition.id } });
    expect((await read(played)).dialogue.contestUntil).toBeNull();
    await exclude();
    expect((await read(played)).dialogue).toMatchObject({
      mayAnswer: false,
      contestUntil: "2027-03-10T13:00:00.000Z",
    });
    expect((await editionFacts(played.edition.id)).contestOpen).toBe(true);
    await at("2027-03-10T12:59:00Z");
    await write(played, "CONTEST", "È un ufficio che non esiste più.");
    await at("2027-03-10T13:00:00Z");
    await expectRefused(write(played, "CONTEST", "Ancora"), "too-late");
    expect(await organiserSees(played)).not.toContain("non esiste più");
    // nobody has read it yet
    expect((await editionFacts(played.edition.id)).contestOpen).toBe(true);
    await at("2027-03-10T23:00:00Z");
    expect(await organiserSees(played)).toContain("non esiste più");
    expect(
      (await ask(list, { as: played.sealed.organiser, params: { edition: played.edition.code } }))
        .value,
    ).toMatchObject({ proposals: [{ dialogue: { contested: true } }] });
    expect((await editionFacts(played.edition.id)).contestOpen).toBe(false);
  });

  it("where there is none cannot be contested", async () => {
    await expectRefused(write(played, "CONTEST", "Perché?"), "nothing-to-answer");
    await screenProposal(played.sealed.organiser.id, played.edition.id, played.no, {
      verdict: "CLEARED",
      reason: "",
    });
    await expectRefused(write(played, "CONTEST", "Perché?"), "nothing-to-answer");
    expect((await editionFacts(played.edition.id)).contestOpen).toBe(false);
  });
});

describe("the announcement", () => {
  const everybody = async () =>
    (
      await db().user.findMany({
        where: {
          active: true,
          director: false,
          staffNumber: { not: null },
          roles: { none: { editionId: played.edition.id } },
        },
      })
    )
      .map(({ email }) => email)
      .sort();
  const mailed = async () =>
    (await db().outboxMail.findMany({ where: { editionId: played.edition.id } }))
      .map(({ toAddress }) => toAddress)
      .sort();

  beforeEach(() =>
    askProposer(played.sealed.organiser.id, played.edition, played.no, "Quanti moduli sono?"),
  );

  it("goes to everybody who may take part, whether they proposed or not, and to nobody else", async () => {
    const [idle, director, gone] = [
      await employee(),
      await employee({ director: true }),
      await employee({ active: false }),
    ];
    await announceQuestions(played.sealed.organiser.id, played.edition);
    const addresses = await mailed();
    expect(addresses).toEqual(await everybody());
    expect(addresses).toContain(played.deposited.user.email);
    expect(addresses).toContain(idle.email);
    for (const { email } of [
      director,
      gone,
      played.sealed.organiser,
      ...played.sealed.custodians.map(({ user }) => user),
    ])
      expect(addresses).not.toContain(email);
  });

  it("is the same set of mails whether people proposed or not, and whatever was asked", async () => {
    await announceQuestions(played.sealed.organiser.id, played.edition);
    const first = await db().outboxMail.findMany({
      orderBy: { toAddress: "asc" },
      omit: { id: true, createdAt: true },
    });
    await db().outboxMail.deleteMany();
    // the same people, but nobody proposed anything: no proposal, no receipt, no pass is left
    await asOwner(async (tx) => {
      for (const table of ["Message", "Access", "Envelope", "SpentToken", "Activation"])
        await tx.$executeRawUnsafe(`DELETE FROM "${table}"`);
    });
    await at("2027-03-11T10:00:00Z");
    await askProposer(played.sealed.organiser.id, played.edition, played.no, "Un'altra cosa?");
    await askProposer(played.sealed.organiser.id, played.edition, played.no, "E questa?");
    await announceQuestions(played.sealed.organiser.id, played.edition);
    expect(
      await db().outboxMail.findMany({
        orderBy: { toAddress: "asc" },
        omit: { id: true, createdAt: true },
      }),
    ).toEqual(first);
  });

  it("is made without looking at proposals, passes or receipts", async () => {
    const sent = vi.spyOn(pg.Client.prototype, "query");
    await announceQuestions(played.sealed.organiser.id, played.edition);
    const statements = sent.mock.calls
      .map(([query]) => (typeof query === "string" ? query : (query as { text: string }).text))
      .join("\n");
    sent.mockRestore();
    expect(statements).toContain('"User"'); // it was watched
    for (const table of ["Proposal", "Envelope", "Access", "Message", "SpentToken", "Activation"])
      expect(statements).not.toContain(`"${table}"`);
  });

  it("says the same words to all, in each one's language, and names no proposal, no person and no question", async () => {
    await employee({ locale: "en" });
    await announceQuestions(played.sealed.organiser.id, played.edition);
    const mails = await db().outboxMail.findMany({ where: { editionId: played.edition.id } });
    const words = new Set(
      mails.map(({ locale, subject, text, html }) =>
        JSON.stringify({ locale, subject, text, html }),
      ),
    );
    expect(new Set(mails.map(({ locale }) => locale))).toEqual(new Set(["it", "en"]));
    expect(words.size).toBe(2);
    for (const text of words) {
      expect(text).not.toContain("Quanti moduli");
      expect(text).not.toContain(played.deposited.user.surname);
      expect(text).not.toMatch(/propost[ae] (?:n\.? ?)?\d|proposal (?:no\.? ?)?\d/i);
    }
    expect([...words].some((text) => text.includes("alcune proposte hanno domande"))).toBe(true);
    expect([...words].some((text) => text.includes("some proposals have questions"))).toBe(true);
  });

  it("happens once a day: pressed twice, or by two organisers at once, it is one", async () => {
    const both = await Promise.allSettled([
      announceQuestions(played.sealed.organiser.id, played.edition),
      announceQuestions(played.sealed.organiser.id, played.edition),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const count = (await mailed()).length;
    await at("2027-03-10T15:00:00Z");
    await askProposer(played.sealed.organiser.id, played.edition, played.no, "Un'altra cosa?");
    await expectRefused(
      announceQuestions(played.sealed.organiser.id, played.edition),
      "announced-today",
    );
    expect((await mailed()).length).toBe(count);
    expect(
      (
        await db().auditEntry.findMany({
          where: { action: "questions.announced", editionId: played.edition.id },
        })
      ).map(({ objectId, detail }) => ({ objectId, detail })),
    ).toEqual([{ objectId: "", detail: { mails: count } }]);
  });

  it("goes out by itself after midnight, when no organiser sent it, and once", async () => {
    await at("2027-03-10T22:59:00Z");
    await announceOverdueQuestions();
    expect(await mailed()).toEqual([]);
    await at("2027-03-10T23:05:00Z");
    await announceOverdueQuestions();
    const first = await mailed();
    expect(first).toEqual(await everybody());
    await announceOverdueQuestions();
    expect(await mailed()).toEqual(first);
    expect(
      (
        await db().auditEntry.findFirstOrThrow({
          where: { action: "questions.announced", editionId: played.edition.id },
        })
      ).actorId,
    ).toBeNull();
  });

  it("shows on the public page of the call, alike for everybody, as long as questions can be answered", async () => {
    const params = { locale: "it", code: played.edition.code };
    const call = async () => (await visit("editions/:code", params)).bytes;
    expect(await call()).toContain('"questions":true');
    await db().message.deleteMany({ where: { proposal: { editionId: played.edition.id } } });
    expect(await call()).toContain('"questions":false');
  });
});
