import "#tests/support/database.ts";
import { languages } from "#app/i18n/languages.ts";
import "#app/i18n/all.ts";
import { describe, expect, test } from "vitest";
import { applyAssignment } from "#app/commands/assignment/assignment.server.ts";
import { takeDueBatches } from "#app/commands/box/batches.server.ts";
import { declineMembership, declareConflicts } from "#app/commands/jury/juror-membership.server.ts";
import { removeJuror } from "#app/commands/jury/jury.server.ts";
import { askForConflicts } from "#app/commands/jury/sealed-conflicts.server.ts";
import { type Board, fromText, problemOf, toText } from "#app/domain/assignment/board.ts";
import { assignJurors } from "#app/domain/assignment/assignment.ts";
import { localTimeOf } from "#app/domain/local-time.ts";
import { whyNot } from "#app/domain/edition/guards.ts";
import { assignmentPage, planAssignment } from "#app/queries/assignment/assignment.server.ts";
import { editionFacts } from "#app/queries/edition/edition-facts.server.ts";
import { callPage } from "#app/queries/edition/public-call.server.ts";
import { drawn } from "#app/sealing/draw.ts";
import { newReceipt } from "#app/sealing/receipt.ts";
import { accessKeyFor } from "#app/sealing/wallet.ts";
import { readBox } from "#app/box/store.server.ts";
import { db } from "#app/platform/db.server.ts";
import { withSolver } from "#app/platform/solver.server.ts";
import {
  action as asking,
  loader as askingPage,
} from "#app/routes/area/manage/jury/sealed-conflicts.tsx";
import { loader as assignment } from "#app/routes/area/manage/assignment/page.tsx";
import { action as plan } from "#app/routes/area/manage/assignment/plan.tsx";
import { loader as juryRoute } from "#app/routes/area/manage/jury/page.tsx";
import { loader as progress } from "#app/routes/area/manage/progress.tsx";
import { loader as way } from "#app/routes/area/manage/overview.tsx";
import { type Screened as Set, screened } from "#tests/factories/screened-edition.ts";
import {
  ask as anonymously,
  type Deposited,
  depositBy,
  employee,
  joinAs,
  openEdition,
} from "#tests/factories/sealed-edition.ts";
import { ask } from "#tests/support/asking.ts";
import { expectRefused, refusalOf } from "#tests/support/refusal.ts";

const hour = 3_600_000;

const asks = ({ sealed }: Set, offset = 24 * hour) =>
  askForConflicts(
    sealed.organiser.id,
    sealed.edition,
    localTimeOf(new Date(Date.now() + offset), sealed.edition.timeZone),
  );
const dateOver = async ({ sealed }: Set) => {
  await db().edition.update({
    where: { id: sealed.edition.id },
    data: { conflictsUntil: new Date(Date.now() - 1000) },
  });
  await takeDueBatches();
};
/** In the ballot box until the date, then in the main database. */
const pairsOf = async (proposalId: string) => {
  const rows = [
    ...(await readBox((box) => box.blockedPair.findMany({ where: { proposalId } }))),
    ...(await db().blockedPair.findMany({ where: { proposalId } })),
  ];
  return rows.map(({ jurorId }) => jurorId).sort();
};
const withReceipt = ({ sealed }: Set, { receipt }: Pick<Deposited, "receipt">) => ({
  edition: sealed.edition.id,
  accessKey: accessKeyFor(receipt, sealed.edition.id),
});
const block = (set: Set, own: Pick<Deposited, "receipt">, pair: string[]) =>
  anonymously({ op: "block", ...withReceipt(set, own), pair });
const boardOf = async ({ sealed }: Set): Promise<Board> =>
  (await assignmentPage(sealed.organiser.id, sealed.edition.id)).board;
const numberOf = async ({ request }: Deposited) =>
  String((await db().proposal.findUniqueOrThrow({ where: { id: request.proposalId } })).publicNo);

describe("asking the proposers", () => {
  test("tells everybody who could take part the same, gives every proposal two by lot, and is in the log without more", async () => {
    const set = await screened();
    await asks(set);
    const mails = await db().outboxMail.findMany({
      where: { editionId: set.sealed.edition.id, subject: { contains: "in conflitto" } },
    });
    const addresses = mails.map(({ toAddress }) => toAddress);
    expect(addresses).toEqual(expect.arrayContaining(set.own.map(({ user }) => user.email)));
    expect(addresses).not.toContain(set.sealed.organiser.email);
    expect(
      new Set(mails.map(({ subject, text, html }) => JSON.stringify([subject, text, html]))).size,
    ).toBe(1);
    for (const { request } of set.own) expect(await pairsOf(request.proposalId)).toHaveLength(2);
    expect(
      await db().auditEntry.findMany({
        where: { action: "conflicts.asked", editionId: set.sealed.edition.id },
        select: { detail: true },
      }),
    ).toEqual([{ detail: { until: expect.any(String) } }]);
    expect((await callPage(set.sealed.edition.code, "it")).sealedConflicts?.until).toEqual(
      expect.any(String),
    );
  });

  test("needs the setting, screening, a jury three times as large, a date to come, and happens once", async () => {
    expect((await refusalOf(asks(await screened({ jurors: 5, proposals: 1 })))).reasons).toEqual([
      { key: "jury-too-small", params: { jurors: 5, wanted: 6 } },
    ]);
    await expectRefused(
      asks(await screened({ sealedConflicts: false, proposals: 1 })),
      "not-found",
    );
    const set = await screened({ proposals: 1 });
    await expectRefused(asks(set, -hour), "invalid");
    await asks(set);
    await expectRefused(asks(set, 48 * hour), "duplicate");
  }, 60_000);

  test("is a page of the organiser, which says until when and never who", async () => {
    const set = await screened();
    const params = { edition: set.sealed.edition.code };
    const as = set.sealed.organiser;
    expect(await ask(asking, { as, params, form: { until: "" } })).toMatchObject({ status: 400 });
    expect(
      await ask(asking, {
        as,
        params,
        form: { until: localTimeOf(new Date(Date.now() + hour), "Europe/Rome") },
      }),
    ).toMatchObject({ status: 302 });
    const before = (await ask(askingPage, { as, params })).text;
    await block(
      set,
      set.own[0]!,
      set.jury.slice(0, 2).map(({ id }) => id),
    );
    expect((await ask(askingPage, { as, params })).text).toBe(before);
  });

  test("comes before scoring, and scoring waits for its end", async () => {
    const set = await screened();
    const reasons = async () =>
      whyNot("scoring", await editionFacts(set.sealed.edition.id)).map(({ key }) => key);
    expect(await reasons()).toContain("conflicts-to-ask");
    await asks(set);
    expect(await reasons()).toContain("conflicts-wait");
    await dateOver(set);
    expect((await reasons()).filter((key) => key.startsWith("conflicts-"))).toEqual([]);
  });
});

describe("a proposer with the receipt", () => {
  test("sees the jury, blocks two, and may do so again", async () => {
    const set = await screened();
    await asks(set);
    const [own, ids] = [set.own[0]!, set.jury.map(({ id }) => id)];
    const shown = (await anonymously({ op: "conflicts", ...withReceipt(set, own) })) as {
      jurors: { id: string }[];
      pair: string[];
    };
    expect(shown.jurors.map(({ id }) => id).sort()).toEqual([...ids].sort());
    expect(shown.pair).toEqual(await pairsOf(own.request.proposalId));
    for (const pair of [ids.slice(0, 2), ids.slice(2, 4)]) {
      expect(await block(set, own, pair)).toMatchObject({ pair: [...pair].sort() });
      expect(await pairsOf(own.request.proposalId)).toEqual([...pair].sort());
    }
  });

  test("leaves exactly two, however many requests come at once", async () => {
    const set = await screened();
    await asks(set);
    const ids = set.jury.map(({ id }) => id);
    await Promise.all(Array.from({ length: 8 }, () => block(set, set.own[0]!, drawn(ids, 2))));
    expect(await pairsOf(set.own[0]!.request.proposalId)).toHaveLength(2);
  });

  test("is refused with one juror, the same twice, another edition's, one who has not accepted, or a wrong receipt", async () => {
    const [set, other] = [await screened(), await screened({ proposals: 1 })];
    await asks(set);
    await db().juror.update({ where: { id: set.jury[5]!.id }, data: { state: "INVITED" } });
    const [own, first] = [set.own[0]!, set.jury[0]!.id];
    const before = await pairsOf(own.request.proposalId);
    for (const pair of [
      [first],
      [first, first],
      [first, other.jury[0]!.id],
      [first, set.jury[5]!.id],
      [first, own.request.proposalId],
    ])
      await expectRefused(block(set, own, pair), "invalid");
    await expectRefused(
      block(
        set,
        { receipt: newReceipt() },
        set.jury.slice(0, 2).map(({ id }) => id),
      ),
      "receipt-unknown",
    );
    await expectRefused(
      anonymously({ op: "conflicts", ...withReceipt(set, { receipt: newReceipt() }) }),
      "receipt-unknown",
    );
    expect(await pairsOf(own.request.proposalId)).toEqual(before);
  }, 60_000);

  test("answers for the team with the lead's receipt only", async () => {
    const sealed = await openEdition();
    const lead = await depositBy(await employee(), sealed);
    const member = await joinAs(await employee(), sealed, lead, 2);
    await expectRefused(
      anonymously({
        op: "conflicts",
        edition: sealed.edition.id,
        accessKey: accessKeyFor(member.receipt, sealed.edition.id),
      }),
      "not-lead",
    );
  });

  test("may do so from the asking to the date, and at no other time", async () => {
    const set = await screened();
    const pair = set.jury.slice(0, 2).map(({ id }) => id);
    await expectRefused(block(set, set.own[0]!, pair), "too-early");
    await asks(set);
    await block(set, set.own[0]!, pair);
    await dateOver(set);
    await expectRefused(block(set, set.own[0]!, pair), "too-late");
    await expectRefused(
      anonymously({ op: "conflicts", ...withReceipt(set, set.own[0]!) }),
      "too-late",
    );
  });
});

describe("two rows for each proposal", () => {
  test("stay two when a juror leaves before the date, named or drawn", async () => {
    const set = await screened({ jurors: 8 });
    await asks(set);
    const [first, second, third] = set.jury;
    for (const own of set.own) await block(set, own, [first!.id, second!.id]);
    await removeJuror(set.sealed.organiser.id, set.sealed.edition.id, first!.id);
    await declineMembership(second!.userId, set.sealed.edition.id, "Non posso");
    for (const { request } of set.own) {
      const pair = await pairsOf(request.proposalId);
      expect(new Set(pair).size).toBe(2);
      expect(pair).not.toContain(first!.id);
      expect(pair).not.toContain(second!.id);
    }
    // after the date nothing is drawn again: a new pair in the open assignment would tell whose
    // juror left
    await dateOver(set);
    const before = await Promise.all(set.own.map(({ request }) => pairsOf(request.proposalId)));
    await removeJuror(set.sealed.organiser.id, set.sealed.edition.id, third!.id);
    expect(await Promise.all(set.own.map(({ request }) => pairsOf(request.proposalId)))).toEqual(
      before,
    );
  });

  test("say nothing of who answered: shape and number are the same with and without an answer", async () => {
    const set = await screened();
    await asks(set);
    await block(
      set,
      set.own[0]!,
      set.jury.slice(0, 2).map(({ id }) => id),
    );
    const rows = await readBox((box) =>
      box.blockedPair.groupBy({
        by: ["proposalId"],
        where: { editionId: set.sealed.edition.id },
        _count: true,
      }),
    );
    expect(rows.map(({ _count }) => _count)).toEqual([2, 2, 2]);
  });
});

describe("the lot", () => {
  /**
   * Of `rounds` draws by `draw`, how far the pairs are from equally frequent: chi-square with pairs
   * − 1 degrees of freedom.
   */
  function chiSquare(draw: () => string[], pairs: number, rounds: number): number {
    const seen = new Map<string, number>();
    for (let at = 0; at < rounds; at += 1) {
      const key = draw().sort().join();
      seen.set(key, (seen.get(key) ?? 0) + 1);
    }
    const expected = rounds / pairs;
    return [...seen.values()].reduce(
      (sum, count) => sum + (count - expected) ** 2 / expected,
      (pairs - seen.size) * expected,
    );
  }
  const jurors = [..."ABCDEFG"];
  const bound = 60; // 21 pairs, 20 degrees of freedom: exceeded once in 150,000 runs

  test("makes every pair as likely", () => {
    expect(chiSquare(() => drawn(jurors, 2), 21, 21_000)).toBeLessThan(bound);
  });

  test("completes one named juror with each of the others as likely", () => {
    expect(chiSquare(() => ["A", ...drawn(jurors.slice(1), 1)], 6, 6000)).toBeLessThan(35);
  });

  test("control: taking the remainder of a byte, or always the neighbour, is caught", () => {
    const biased = () => Math.floor(Math.sqrt(Math.random()) * 7);
    const two = (): string[] => {
      const [a, b] = [biased(), biased()];
      return a === b ? two() : [jurors[a]!, jurors[b]!];
    };
    expect(chiSquare(two, 21, 21_000)).toBeGreaterThan(bound);
    expect(
      chiSquare(
        () => {
          const at = Math.floor(Math.random() * 7);
          return [jurors[at]!, jurors[(at + 1) % 7]!];
        },
        21,
        21_000,
      ),
    ).toBeGreaterThan(bound);
  });

  test("never gives the same twice, nor more than there are", () => {
    for (let at = 0; at < 200; at += 1) expect(new Set(drawn(jurors, 2)).size).toBe(2);
    expect(drawn(["A"], 2)).toEqual(["A"]);
    expect(drawn(jurors, 0)).toEqual([]);
  });
});

describe("the assignment", () => {
  test("waits until the date, shows nothing before, and then avoids every pair", async () => {
    const set = await screened();
    const { id } = set.sealed.edition;
    await expectRefused(
      planAssignment(set.sealed.organiser.id, id, { pair: [], keep: "started" }),
      "too-early",
    );
    await asks(set);
    await block(
      set,
      set.own[0]!,
      set.jury.slice(0, 2).map((juror) => juror.id),
    );
    expect(await assignmentPage(set.sealed.organiser.id, id)).toMatchObject({
      waits: true,
      board: { conflicts: [], pairs: [] },
    });
    await expectRefused(
      planAssignment(set.sealed.organiser.id, id, { pair: [], keep: "started" }),
      "too-early",
    );
    await expectRefused(
      applyAssignment(set.sealed.organiser.id, id, { basis: "", pair: [], planned: "" }),
      "too-early",
    );
    await dateOver(set);
    const found = await planAssignment(set.sealed.organiser.id, id, { pair: [], keep: "started" });
    if (found.kind !== "assigned") throw new Error(JSON.stringify(found));
    const blocked = await db().blockedPair.findMany({
      where: { proposal: { editionId: id } },
      include: { proposal: true },
    });
    const texts = new Set(found.pairs.map(toText));
    expect(
      blocked.filter(({ proposal, jurorId }) =>
        texts.has(toText([String(proposal.publicNo), jurorId])),
      ),
    ).toEqual([]);
    const board = await boardOf(set);
    await applyAssignment(set.sealed.organiser.id, id, {
      basis: board.basis,
      pair: found.pairs.map(toText),
      planned: "",
    });
    const [no, jurorId] = board.conflicts[0]!;
    const with_ = [
      ...found.pairs.map(toText).filter((text) => fromText(text)[0] !== no),
      toText([no, jurorId]),
    ];
    await expectRefused(
      applyAssignment(set.sealed.organiser.id, id, {
        basis: (await boardOf(set)).basis,
        pair: with_,
        planned: "",
      }),
      "infeasible",
    );
  });

  test("is as good as with the same jurors absent", async () => {
    const set = await screened({ proposals: 4 });
    await asks(set);
    await dateOver(set);
    const board = await boardOf(set);
    const solved = await withSolver((solve) => assignJurors(problemOf(board), solve));
    const rows = await db().blockedPair.findMany({
      where: { proposal: { editionId: set.sealed.edition.id } },
      include: { proposal: true },
    });
    const absent = await withSolver((solve) =>
      assignJurors(
        {
          ...problemOf({ ...board, conflicts: [] }),
          conflicts: rows.map(
            ({ proposal, jurorId }) => [String(proposal.publicNo), jurorId] as const,
          ),
        },
        solve,
      ),
    );
    expect(solved).toEqual(absent);
    expect(solved.kind).toBe("assigned");
  });

  test("made before the asking is made again", async () => {
    const set = await screened({ jurors: 6 });
    await db().assignment.create({
      data: { jurorId: set.jury[0]!.id, proposalId: set.own[0]!.request.proposalId },
    });
    await asks(set);
    expect(
      await db().assignment.count({ where: { juror: { editionId: set.sealed.edition.id } } }),
    ).toBe(0);
  });
});

describe("what organisers get", () => {
  /**
   * Every page and JSON of theirs that could tell, after the date; times and ids of the log aside.
   */
  async function seen({ sealed }: Set, planted: boolean): Promise<string> {
    const [as, params] = [sealed.organiser, { edition: sealed.edition.code }];
    const pages = [];
    for (const loader of [assignment, juryRoute, progress, way, askingPage])
      pages.push((await ask(loader, { as, params })).text);
    pages.push((await ask(plan, { as, params, form: { keep: "started" } })).text);
    for (const page of pages) expect(page).toContain("{");
    // what a page told before: how many conflicts each juror declared
    if (planted)
      pages.push(
        String(await db().conflict.count({ where: { juror: { editionId: sealed.edition.id } } })),
      );
    const log = await db().auditEntry.findMany({
      where: { editionId: sealed.edition.id },
      select: { action: true, objectId: true, detail: true, actorId: true },
      orderBy: { seq: "asc" },
    });
    return JSON.stringify([pages, log]);
  }

  /**
   * The same impossible pairs, once because the juror declares one, once because a proposer named
   * it too.
   */
  async function twice({ planted }: { planted: boolean }): Promise<[string, string]> {
    const set = await screened({ jurors: 7 });
    await asks(set);
    const [a, b, c] = set.jury;
    const [first, ...rest] = set.own;
    for (const own of rest) await block(set, own, [b!.id, c!.id]);
    await block(set, first!, [a!.id, b!.id]);
    await dateOver(set);
    const no = Number(await numberOf(first!));
    const declares = (which: number[]) =>
      declareConflicts(c!.userId, set.sealed.edition.id, {
        conflicts: which.map((publicNo) => ({ publicNo, kind: "family" as const, reason: "" })),
      });
    // c is impossible for all: for the first by declaration, for the others by the seal; then by
    // declaration for the others too
    await declares([no]);
    const before = await seen(set, planted);
    const others = await Promise.all(rest.map(numberOf));
    await declares([no, ...others.map(Number)]);
    return [before, await seen(set, planted)];
  }

  /** That a juror declared is told, with nothing in it. */
  const withoutLast = (text: string) =>
    text.replaceAll(/,\{"action":"juror.declared"[^}]*\{\}[^}]*\}/g, "");

  test("is the same whether a pair is the juror's own word, the seal's, or both", async () => {
    const [before, after] = await twice({ planted: false });
    expect(withoutLast(after)).toBe(withoutLast(before));
  }, 60_000);

  test("control: where the number of declared conflicts is told, it differs", async () => {
    const [before, after] = await twice({ planted: true });
    expect(withoutLast(after)).not.toBe(withoutLast(before));
  }, 60_000);

  test("has no word for conflicts in reasons that name people", async () => {
    const set = await screened({ proposals: 1 });
    await asks(set);
    await block(
      set,
      set.own[0]!,
      set.jury.slice(0, 2).map(({ id }) => id),
    );
    await dateOver(set);
    const board = await boardOf(set);
    const refusal = await refusalOf(
      applyAssignment(set.sealed.organiser.id, set.sealed.edition.id, {
        basis: board.basis,
        pair: board.conflicts.map(toText),
        planned: "",
      }),
    );
    expect(refusal.reasons?.map(({ key }) => key)).toEqual([
      "assignment-conflict",
      "assignment-conflict",
    ]);
    for (const words of Object.values(languages))
      for (const text of [
        words.reason["assignment-conflict"],
        words.assignment.conflict,
        ...Object.values(words.assignment.legend),
        ...Object.values(words.assignment.means),
      ])
        expect(text).not.toMatch(/conflict|conflitto|recus|asten/i);
  });
});
