import "#tests/support/database.ts";
import "#app/i18n/all.ts";
import { describe, expect, it } from "vitest";
import { confirmSheets, reopenSheets, saveDraft } from "#app/commands/scoring/score.server.ts";
import { action as guess } from "#app/routes/area/jury/guess.ts";
import { loader as desk } from "#app/routes/area/jury/desk.tsx";
import { action as upload } from "#app/routes/area/jury/offline.tsx";
import { loader as download } from "#app/routes/area/jury/offline-file.ts";
import { action as reopening, loader as presiding } from "#app/routes/area/jury/presiding.tsx";
import { loader as print } from "#app/routes/area/jury/print.tsx";
import { loader as sheet } from "#app/routes/area/jury/sheet.tsx";
import { recuse } from "#app/commands/jury/conflict.server.ts";
import { db } from "#app/platform/db.server.ts";
import { lucia, sessionCookieName } from "#app/platform/accounts/session.server.ts";
import {
  delivers,
  drafts,
  enters,
  judging,
  type Judging,
  type JurorName,
} from "#tests/factories/judging.ts";
import { ask } from "#tests/support/asking.ts";
import { expectRefused } from "#tests/support/refusal.ts";

// What a juror's evening needs beside the sheet itself, and what the chair can do for a juror.

const at = (j: Judging, no = "1") => ({ edition: j.edition.code, no });
const versions = (j: Judging, name: JurorName, no: number) =>
  db().scoreSheet.findMany({
    where: { jurorId: j.jury[name].id, proposalId: j.proposals[no - 1]!.id },
    orderBy: { version: "asc" },
  });
const page = async (j: Judging, name: JurorName, no: number) =>
  (await ask(sheet, { as: j.jury[name].user, params: at(j, String(no)) })).value as {
    mode: string;
    next: number | null;
    scale: Record<string, number[]>;
    guess?: string | null;
    sheet: { scores: object };
    reopened: string;
  };

describe("a juror's closed sheets", () => {
  const closed = async () => {
    const j = await judging({ proposals: 2, assigned: { bruno: [1, 2], dario: [1] } });
    for (const no of [1, 2]) await drafts(j, "bruno", no, { impact: 3, cost: no });
    await confirmSheets(j.jury.bruno.userId, j.edition.id);
    return j;
  };
  const reopens = (j: Judging, by: JurorName = "dario") =>
    reopenSheets(j.jury[by].userId, j.edition.id, {
      jurorId: j.jury.bruno.id,
      reason: "Punteggi scambiati.",
    });

  it("are opened again by the chair, start from what was delivered, and what changes becomes a new version with the reason", async () => {
    const j = await closed();
    await reopens(j);
    expect(await page(j, "bruno", 1)).toMatchObject({
      mode: "write",
      reopened: "Punteggi scambiati.",
      sheet: { scores: { impact: 3, cost: 1 } },
    });
    await saveDraft(j.jury.bruno.userId, j.edition.id, 1, {
      version: 1,
      scores: { impact: 5, cost: 1 },
      commentProposer: "",
      commentJury: "",
    });
    await confirmSheets(j.jury.bruno.userId, j.edition.id);
    expect(await versions(j, "bruno", 1)).toMatchObject([
      { version: 1, scores: { impact: 3 }, reason: "" },
      { version: 2, scores: { impact: 5 }, reason: "Punteggi scambiati." },
    ]);
    expect(await versions(j, "bruno", 2)).toMatchObject([{ version: 1 }]);
    expect(await page(j, "bruno", 1)).toMatchObject({
      mode: "read",
      reopened: "",
      sheet: { scores: { impact: 5 } },
    });
  });

  it("cannot be opened by anybody else, twice, or once scoring is over", async () => {
    const j = await closed();
    for (const by of ["bruno", "gina"] as const) await expectRefused(reopens(j, by), "not-found");
    expect(
      (
        await ask(reopening, {
          as: j.carla,
          params: at(j),
          form: { jurorId: j.jury.bruno.id, reason: "x" },
        })
      ).status,
    ).toBe(404);
    expect(
      await ask(reopening, {
        as: j.jury.dario.user,
        params: at(j),
        form: { jurorId: j.jury.bruno.id, reason: " " },
      }),
    ).toMatchObject({ status: 400, value: { result: { error: { reason: ["required"] } } } });
    await reopens(j);
    await expectRefused(reopens(j), "not-confirmed");
    await confirmSheets(j.jury.bruno.userId, j.edition.id);
    await enters(j, "deliberation");
    await expectRefused(reopens(j), "wrong-phase");
  });

  it("that were opened again can be left as they were, and stay delivered meanwhile for everybody else", async () => {
    const j = await closed();
    await reopens(j);
    expect(await versions(j, "bruno", 1)).toHaveLength(1);
    await confirmSheets(j.jury.bruno.userId, j.edition.id);
    expect(await versions(j, "bruno", 1)).toHaveLength(1);
    expect(await db().scoreDraft.count({ where: { jurorId: j.jury.bruno.id } })).toBe(0);
  });
});

describe("the chair's page", () => {
  it("says why jurors recused, without who, and is nobody else's", async () => {
    const j = await judging();
    await recuse(j.jury.bruno.userId, j.edition.id, 3, {
      kind: "none",
      note: "motivo-riservato",
    });
    const seen = await ask(presiding, { as: j.jury.dario.user, params: at(j) });
    expect(seen.value).toMatchObject({ recusals: [{ no: 3, reason: "motivo-riservato" }] });
    expect(JSON.stringify((seen.value as { recusals: unknown }).recusals)).not.toContain("Bruno");
    for (const as of [j.jury.elena.user, j.carla])
      expect((await ask(presiding, { as, params: at(j) })).status).toBe(404);
  });

  it("leaves out a proposal the chair is in conflict with", async () => {
    const j = await judging();
    await recuse(j.jury.bruno.userId, j.edition.id, 3, {
      kind: "none",
      note: "motivo-riservato",
    });
    await recuse(j.jury.dario.userId, j.edition.id, 3, { kind: "family", note: "" });
    expect((await ask(presiding, { as: j.jury.dario.user, params: at(j) })).text).not.toContain(
      "motivo-riservato",
    );
  });
});

describe("save and next", () => {
  it("goes where the fewest jurors delivered, and does not say how many", async () => {
    const j = await judging({ proposals: 4 });
    const first = (await page(j, "bruno", 1)).next!;
    const rest = [2, 3, 4].filter((no) => no !== first);
    await delivers(j, "elena", { [first]: [3, 3], [rest[0]!]: [3, 3] });
    const after = await page(j, "bruno", 1);
    expect(after.next).toBe(rest[1]);
    expect(JSON.stringify(after)).not.toContain("delivered");
  });
});

describe("their own scale", () => {
  it("counts their own scores on other proposals, nobody else's and not this one's", async () => {
    const j = await judging({ proposals: 3 });
    await delivers(j, "elena", { 2: [5, 5] });
    await drafts(j, "bruno", 1, { impact: 1, cost: 1 });
    await drafts(j, "bruno", 2, { impact: 4, cost: 0 });
    await drafts(j, "bruno", 3, { impact: 4 });
    expect((await page(j, "bruno", 1)).scale).toEqual({
      impact: [0, 0, 0, 0, 2, 0],
      cost: [1, 0, 0, 0, 0, 0],
    });
  });
});

describe("'do you think you know the author?'", () => {
  const answers = (j: Judging, name: JurorName, value: string, no = "1") =>
    ask(guess, { as: j.jury[name].user, params: at(j, no), form: { guess: value } });

  it("is kept with each change, shown to the juror alone, and to nobody before the publication", async () => {
    const j = await judging({ phase: "scoring", changes: { asksAuthor: true } });
    expect((await page(j, "bruno", 1)).guess).toBeNull();
    for (const value of ["YES", "PERHAPS"])
      expect((await answers(j, "bruno", value)).status).toBe(302);
    expect((await page(j, "bruno", 1)).guess).toBe("PERHAPS");
    expect((await page(j, "dario", 1)).guess).toBeNull();
    expect(await db().auditEntry.count({ where: { editionId: j.edition.id } })).toBe(0);
  });

  it("does not exist where the edition does not ask it, for a foreign proposal, and is over with scoring", async () => {
    const silent = await judging({ assigned: { bruno: [1] } });
    expect((await page(silent, "bruno", 1)).guess).toBeUndefined();
    expect((await answers(silent, "bruno", "YES")).status).toBe(404);
    const j = await judging({ assigned: { bruno: [1] }, changes: { asksAuthor: true } });
    expect((await answers(j, "bruno", "YES", "2")).status).toBe(404);
    expect((await answers(j, "bruno", "MAYBE")).status).toBe(400);
    await enters(j, "deliberation");
    expect(await answers(j, "bruno", "YES")).toMatchObject({
      value: { refusal: { code: "too-late" } },
    });
  });
});

describe("without a connection", () => {
  const fileOf = async (j: Judging, name: JurorName) =>
    (await ask(download, { as: j.jury[name].user, params: at(j) })).text;
  const uploads = async (j: Judging, name: JurorName, text: string | Buffer<ArrayBuffer>) => {
    const session = await lucia().createSession(j.jury[name].userId, {});
    const body = new FormData();
    body.set("file", new File([text], "schede.txt", { type: "text/plain" }));
    const request = new Request("http://localhost/area/x", {
      method: "POST",
      headers: { Cookie: `${sessionCookieName}=${session.id}` },
      body,
    });
    const answer = (await upload({
      request,
      params: at(j),
      context: { nonce: "" },
    } as unknown as Parameters<typeof upload>[0])) as { data?: unknown };
    return (answer.data ?? answer) as {
      taken: { no: number; refused: string | null }[];
      faults: { line: number; fault: string }[];
    };
  };
  const filled = (text: string, no: number, impact: number) => {
    const from = text.indexOf(`== proposal ${no} `);
    return (
      text.slice(0, from) +
      text.slice(from).replace(/== score impact 0-5\n\d?/, `== score impact 0-5\n${impact}`)
    );
  };

  it("their own sheets are a file with the proposals to read, and come back filled in", async () => {
    const j = await judging({ proposals: 2 });
    const text = await fileOf(j, "bruno");
    expect(text).toContain("soluzione-della-proposta-2");
    expect(await uploads(j, "bruno", filled(text, 2, 4))).toEqual({
      faults: [],
      taken: [{ no: 2, refused: null }],
    });
    expect(await db().scoreDraft.findMany({ where: { jurorId: j.jury.bruno.id } })).toMatchObject([
      { proposalId: j.proposals[1]!.id, scores: { impact: 4 } },
    ]);
  });

  it("a file saved in another encoding is read as it was typed, or refused with its line and nothing taken", async () => {
    const j = await judging({ proposals: 1, assigned: { bruno: [1] } });
    const comment = "Però è utile così alla città";
    const text = filled(await fileOf(j, "bruno"), 1, 4).replace(
      "== comment proposer\n",
      `== comment proposer\n${comment}`,
    );
    const line = text.slice(0, text.indexOf(comment)).split("\n").length;
    const plain = text
      .split("\n")
      .map((each) => (each.startsWith("# ") ? "#" : each))
      .join("\n"); // words of the page hold letters beyond it
    expect(await uploads(j, "bruno", Buffer.from(plain, "latin1"))).toEqual({
      faults: [{ line, fault: "not-utf8", text: "" }],
      taken: [],
    });
    expect(await db().scoreDraft.count({ where: { jurorId: j.jury.bruno.id } })).toBe(0);
    expect(await uploads(j, "bruno", Buffer.from(`\uFEFF${text}`, "utf16le"))).toEqual({
      faults: [],
      taken: [{ no: 1, refused: null }],
    });
    expect(await db().scoreDraft.findMany({ where: { jurorId: j.jury.bruno.id } })).toMatchObject([
      { commentProposer: comment },
    ]);
  });

  it("what was changed online meanwhile stays, and is named; the other sheets are taken", async () => {
    const j = await judging({ proposals: 2 });
    await drafts(j, "bruno", 1, { impact: 1 });
    const text = filled(filled(await fileOf(j, "bruno"), 1, 5), 2, 5);
    await saveDraft(j.jury.bruno.userId, j.edition.id, 1, {
      version: 1,
      scores: { impact: 2 },
      commentProposer: "",
      commentJury: "",
    });
    const { taken } = await uploads(j, "bruno", text);
    expect([...taken].sort((a, b) => a.no - b.no)).toEqual([
      { no: 1, refused: "stale" },
      { no: 2, refused: null },
    ]);
    expect(
      await db().scoreDraft.findMany({
        where: { jurorId: j.jury.bruno.id },
        orderBy: { version: "desc" },
      }),
    ).toMatchObject([{ scores: { impact: 2 } }, { scores: { impact: 5 } }]);
  });

  it("a foreign proposal in the file is refused like one that does not exist, and a broken file changes nothing", async () => {
    const j = await judging({ proposals: 3, assigned: { bruno: [1] } });
    const text = filled(await fileOf(j, "bruno"), 1, 5);
    for (const no of [2, 77])
      expect(
        await uploads(j, "bruno", text.replace("== proposal 1 ", `== proposal ${no} `)),
      ).toMatchObject({ taken: [{ no, refused: "not-found" }] });
    expect(await uploads(j, "bruno", filled(text, 1, 9))).toMatchObject({
      taken: [],
      faults: [{ fault: "score" }],
    });
    expect(await db().scoreDraft.count({ where: { jurorId: j.jury.bruno.id } })).toBe(0);
  });

  it("prints their own proposals only, and nothing of recused ones", async () => {
    const j = await judging({ proposals: 3, assigned: { bruno: [1, 2] } });
    await recuse(j.jury.bruno.userId, j.edition.id, 2, { kind: "none", note: "x" });
    for (const loader of [print, download]) {
      const { text } = await ask(loader, { as: j.jury.bruno.user, params: at(j) });
      expect(text).toContain("della-proposta-1");
      expect(text).not.toMatch(/della-proposta-[23]/);
    }
    expect((await ask(desk, { as: j.jury.bruno.user, params: at(j) })).status).toBe(200);
  });
});
