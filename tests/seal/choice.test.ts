import "#tests/support/database.ts";
import "#app/i18n/all.ts";
import { readdirSync, readFileSync, statSync } from "node:fs";
import type { ActionFunctionArgs } from "@remix-run/node";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { endDueVotes, issueVote, moveVote } from "#app/commands/vote/employees-vote.server.ts";
import { saveSettings } from "#app/commands/edition/edition.server.ts";
import { archiveDueEditions, enterPhase } from "#app/commands/edition/phase.server.ts";
import { checkRanking } from "#app/custody/ranking-check.ts";
import { padded } from "#app/deposit/padding.ts";
import { rankingFileSchema } from "#app/domain/ranking/file.ts";
import { type Refusal, refusalIn } from "#app/domain/refusal.ts";
import { settingsOf } from "#app/queries/edition/manage.server.ts";
import { frozenContent, rankingPage } from "#app/queries/ranking/ranking.server.ts";
import { resultsPage } from "#app/queries/publication/public-results.server.ts";
import { verifyEdition } from "#app/queries/opening/verification.server.ts";
import { action } from "#app/routes/p/api.ts";
import { canonical, fromBase64, hash, toBase64, toHex } from "#app/sealing/bytes.ts";
import { signManifest } from "#app/sealing/custodian.ts";
import { manifestJson, parseManifest } from "#app/sealing/manifest.ts";
import {
  blindMessage,
  finishPass,
  nullifier,
  splitPass,
  splitTookPart,
  splitVote,
} from "#app/sealing/token.ts";
import { askForVote, receiveVote, type VoteRequest } from "#app/sealing/wallet.ts";
import { inBox, readBox } from "#app/box/store.server.ts";
import { db } from "#app/platform/db.server.ts";
import {
  checkBy,
  freezeConfirmed,
  judgeAll,
  quorumOf,
  release,
  signAndOpen,
} from "#tests/factories/frozen-edition.ts";
import { proposerOf, publish } from "#tests/factories/published-edition.ts";
import {
  content,
  depositBy,
  employee,
  openEdition,
  preparedEdition,
} from "#tests/factories/sealed-edition.ts";
import {
  type VotedEdition,
  voteIs,
  voteTokenOf,
  votingEdition,
} from "#tests/factories/voted-edition.ts";
import { everyRow } from "#tests/support/every-row.ts";
import { asOwner } from "#tests/support/owner.ts";
import { expectRefused } from "#tests/support/refusal.ts";

// The employees' vote: one token for each employee, one vote for each token, nobody's vote known to
// be theirs, and no count seen by anybody before the publication.

let voted: VotedEdition;
const written: string[] = [];
const editionId = () => voted.sealed.edition.id;

beforeAll(async () => {
  voted = await votingEdition();
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, "write").mockImplementation((line) => written.push(String(line)) > 0);
}, 60_000);

afterAll(() => vi.restoreAllMocks());

type Answer = Record<string, unknown> & { refusal?: Refusal };

/** Asks as the page does. */
async function post(request: { op: string } & Record<string, unknown>): Promise<Answer> {
  const body = padded(request);
  const sent = new Request("http://localhost/p/api", {
    method: "POST",
    body,
    headers: { "Content-Length": String(body.length) },
  });
  const response = await action({
    request: sent,
    params: {},
    context: { nonce: "" },
  } as unknown as ActionFunctionArgs);
  const { pad: _pad, ...answer } = (await response.json()) as Answer;
  return response.ok ? answer : { refusal: refusalIn(answer) };
}

const cast = (token: string, publicNo: number, edition = editionId()) =>
  post({ op: "vote", edition, token, publicNo });
const wordOf = (answer: Answer) => answer.refusal?.code ?? "done";
const ballots = () => readBox((box) => box.ballot.count({ where: { editionId: editionId() } }));
const tokenOf = async () => voteTokenOf(await employee(), voted.sealed);

describe("the key of the vote", () => {
  test("is named by the manifest, which names none where there is no vote", async () => {
    const key = await db().voteKey.findUniqueOrThrow({ where: { editionId: editionId() } });
    expect(parseManifest(voted.sealed.manifest).voteIssuerSpki).toBe(toBase64(key.issuerSpki));
    const { manifest, edition } = await preparedEdition();
    expect(manifest).not.toContain("voteIssuerSpki");
    expect(await db().voteKey.count({ where: { editionId: edition.id } })).toBe(0);
    // a manifest from before there were votes reads as it did
    expect(manifestJson(parseManifest(manifest))).toBe(manifest);
  });

  test("comes and goes with the setting, and voids the custodians' signatures; after the announcement neither", async () => {
    const { edition, organiser } = await preparedEdition({ vote: true });
    const settings = {
      ...settingsOf(edition),
      rankingMethod: "mean" as const,
      tieLadder: [],
      voteTie: "shared" as const,
    };
    await saveSettings(organiser.id, edition.id, { ...settings, employeesVote: false });
    expect(await db().voteKey.count({ where: { editionId: edition.id } })).toBe(0);
    expect(await db().custodianSignature.count({ where: { editionId: edition.id } })).toBe(0);
    await expectRefused(
      saveSettings(voted.sealed.organiser.id, editionId(), { ...settings, employeesVote: false }),
      "wrong-phase",
    );
    const open = await openEdition();
    await expectRefused(
      saveSettings(open.organiser.id, open.edition.id, { ...settings, employeesVote: true }),
      "wrong-phase",
    );
    await expect(
      db().edition.update({ where: { id: open.edition.id }, data: { employeesVote: true } }),
    ).rejects.toThrow("locked");
    await expect(
      db().voteKey.create({ data: { editionId: open.edition.id, issuerSpki: new Uint8Array(1) } }),
    ).rejects.toThrow("locked");
    await expect(
      db().voteKey.update({
        where: { editionId: editionId() },
        data: { issuerSpki: new Uint8Array(9) },
      }),
    ).rejects.toThrow("locked");
  });
});

describe("a vote token", () => {
  test("is given once to an employee: the same request again gets the same, another none, at once neither", async () => {
    const person = await employee();
    const states = await Promise.all(Array.from({ length: 5 }, () => askForVote(voted.sealed)));
    const ends = await Promise.allSettled(
      states.map(({ blinded }) => issueVote(person.id, editionId(), fromBase64(blinded))),
    );
    expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const first = states[ends.findIndex(({ status }) => status === "fulfilled")]!;
    // a lost answer is repeated
    const again = await issueVote(person.id, editionId(), fromBase64(first.blinded));
    expect(
      splitVote(editionId(), fromBase64(await receiveVote(first, again.blindSignature))),
    ).not.toBeNull();
    await expectRefused(
      issueVote(person.id, editionId(), fromBase64((await askForVote(voted.sealed)).blinded)),
      "token-spent",
    );
  });

  test("is not for directors, outsiders, jurors, organisers or custodians", async () => {
    const { blinded } = await askForVote(voted.sealed);
    const refused = (id: string, word: "not-eligible" | "holds-role") =>
      expectRefused(issueVote(id, editionId(), fromBase64(blinded)), word);
    await refused((await employee({ director: true })).id, "not-eligible");
    await refused((await employee({ staffNumber: null })).id, "not-eligible");
    await refused((await employee({ active: false })).id, "not-eligible");
    const juror = await db().juror.findFirstOrThrow({ where: { editionId: editionId() } });
    for (const id of [voted.sealed.organiser.id, voted.sealed.custodians[0]!.user.id, juror.userId])
      await refused(id, "holds-role");
  });

  test("is given from the vote's start to its end, and never where there is no vote", async () => {
    const { id } = await employee();
    const blinded = fromBase64((await askForVote(voted.sealed)).blinded);
    await voteIs(voted.sealed, "early");
    await expectRefused(issueVote(id, editionId(), blinded), "too-early");
    await voteIs(voted.sealed, "over");
    await expectRefused(issueVote(id, editionId(), blinded), "too-late");
    await voteIs(voted.sealed, "open");
    await expectRefused(issueVote(id, editionId(), new Uint8Array(10)), "invalid");
    const none = await openEdition();
    await expectRefused(issueVote(id, none.edition.id, blinded), "not-found");
    expect(await db().voteIssue.count({ where: { userId: id } })).toBe(0);
  });
});

describe("a vote", () => {
  test("counts once, is answered alike when sent again, and cannot be changed", async () => {
    const token = await tokenOf();
    const before = await ballots();
    expect(await cast(token, 2)).toEqual({ voted: 2 });
    expect(await cast(token, 2)).toEqual({ voted: 2 });
    expect(wordOf(await cast(token, 3))).toBe("token-spent");
    expect(await ballots()).toBe(before + 1);
    expect(await post({ op: "candidates", edition: editionId(), token })).toMatchObject({
      voted: 2,
    });
  });

  test("of twenty at once with the same token is one", async () => {
    const [token, before] = [await tokenOf(), await ballots()];
    const ends = await Promise.all(Array.from({ length: 20 }, (_, i) => cast(token, 1 + (i % 4))));
    const counted = ends.filter((answer) => "voted" in answer);
    expect(new Set(counted.map(({ voted: no }) => no)).size).toBe(1);
    expect(ends.filter((answer) => !("voted" in answer)).map(wordOf)).toEqual(
      Array(20 - counted.length).fill("token-spent"),
    );
    expect(await ballots()).toBe(before + 1);
  });

  test("with a forged, changed or foreign token is none: of another edition, of another key, a pass", async () => {
    const token = fromBase64(await tokenOf());
    const before = await everyRow();
    const changed = new Uint8Array(token);
    changed[40]! ^= 1;
    const other = await votingEdition({ deposits: 1, awarded: 1 });
    const foreign = await voteTokenOf(await employee(), other.sealed);
    const pass = voted.deposited[0]!.request.token;
    for (const wrong of [
      toBase64(changed),
      foreign,
      pass,
      toBase64(crypto.getRandomValues(new Uint8Array(token.length))),
      toBase64(new Uint8Array(10)),
    ])
      expect(wordOf(await cast(wrong, 1))).toBe("token-invalid");
    expect(before).not.toBe(""); // rows of the other edition came meanwhile: nothing of this one
    expect([
      splitVote(editionId(), fromBase64(pass)),
      splitPass(editionId(), token),
      splitTookPart(editionId(), token),
    ]).toEqual([null, null, null]);
    // what the vote's key signs is no vote under another label, and another key's signature is none
    const asPass = await blindMessage(
      fromBase64(parseManifest(voted.sealed.manifest).voteIssuerSpki!),
      new TextEncoder().encode(`innova.to/tok/v1|${editionId()}${"x".repeat(32)}`),
    );
    const { blindSignature } = await issueVote((await employee()).id, editionId(), asPass.blinded);
    const relabelled = await finishPass(
      fromBase64(parseManifest(voted.sealed.manifest).voteIssuerSpki!),
      asPass,
      fromBase64(blindSignature),
    );
    expect(wordOf(await cast(toBase64(relabelled), 1))).toBe("token-invalid");
    const mixed = manifestJson({
      ...parseManifest(voted.sealed.manifest),
      voteIssuerSpki: parseManifest(other.sealed.manifest).voteIssuerSpki,
    });
    const manifestSignatures = voted.sealed.custodians.map(({ keys }, at) => ({
      position: at + 1,
      signature: signManifest(keys.identity, mixed).signature,
    }));
    await expect(askForVote({ ...voted.sealed, manifest: mixed })).rejects.toThrow(
      "manifest-unsigned",
    ); // not signed by the custodians
    const byOther = await askForVote({ manifest: mixed, manifestSignatures });
    const signedByOther = await issueVote(
      (await employee()).id,
      other.sealed.edition.id,
      fromBase64(byOther.blinded),
    );
    expect(wordOf(await cast(await receiveVote(byOther, signedByOther.blindSignature), 1))).toBe(
      "token-invalid",
    );
  });

  test("before the start, after the end, and where the edition has none, is refused, and leaves nothing", async () => {
    const token = await tokenOf();
    for (const [state, word] of [
      ["early", "too-early"],
      ["over", "too-late"],
    ] as const) {
      await voteIs(voted.sealed, state);
      const before = await everyRow();
      expect(wordOf(await cast(token, 1))).toBe(word);
      expect(wordOf(await post({ op: "candidates", edition: editionId(), token }))).toBe(word);
      expect(await everyRow()).toBe(before);
    }
    await voteIs(voted.sealed, "open");
    const none = await openEdition();
    expect(wordOf(await cast(token, 1, none.edition.id))).toBe("not-found");
    expect(wordOf(await cast(token, 99))).toBe("not-found");
  });

  test("is for proposals as jurors read them: admitted ones, without hidden passages, attachments, author or score", async () => {
    const token = await tokenOf();
    const [own] = voted.deposited;
    const { publicNo } = await db().proposal.findUniqueOrThrow({
      where: { id: own!.request.proposalId },
    });
    await asOwner((tx) =>
      tx.hiddenPassage.create({
        data: {
          proposalId: own!.request.proposalId,
          field: "title",
          start: 0,
          end: 4,
          reason: "person",
          actorId: voted.sealed.organiser.id,
          at: new Date(),
        },
      }),
    );
    const list = await post({ op: "candidates", edition: editionId(), token });
    const one = await post({ op: "candidate", edition: editionId(), token, publicNo });
    expect((list.proposals as object[]).length).toBe(4);
    for (const answer of [list, one]) {
      expect(JSON.stringify(answer)).not.toContain("Idea 0");
      expect(Object.keys(answer).sort()).toEqual(
        answer === list ? ["proposals", "voted"] : ["content"],
      );
      expect(JSON.stringify(answer)).not.toMatch(
        /score|rank|mean|author|proposalId|envelope|file/i,
      );
    }
    await asOwner((tx) =>
      tx.hiddenPassage.deleteMany({ where: { proposalId: own!.request.proposalId } }),
    );
    expect(JSON.stringify(await post({ op: "candidates", edition: editionId(), token }))).toContain(
      "Idea 0",
    ); // control
    const row = { where: { proposalId: own!.request.proposalId } };
    await asOwner((tx) => tx.screening.update({ ...row, data: { verdict: "EXCLUDED" } }));
    expect(
      ((await post({ op: "candidates", edition: editionId(), token })).proposals as object[])
        .length,
    ).toBe(3);
    expect(wordOf(await post({ op: "candidate", edition: editionId(), token, publicNo }))).toBe(
      "not-found",
    );
    expect(wordOf(await cast(token, publicNo!))).toBe("not-found");
    await asOwner((tx) => tx.screening.update({ ...row, data: { verdict: "CLEARED" } }));
  });
});

/** Every value that is stored or was logged. */
async function everything(): Promise<string> {
  const tables = await db().$queryRaw<
    { name: string }[]
  >`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`;
  const rows = await Promise.all(
    tables.map(({ name }) =>
      db().$queryRawUnsafe<{ row: string }[]>(`SELECT t::text AS row FROM "${name}" t`),
    ),
  );
  const inBox = await readBox(
    (box) => box.$queryRaw<{ row: string }[]>`SELECT t::text AS row FROM "Ballot" t`,
  );
  return [...rows.flat(), ...inBox]
    .map(({ row }) => row)
    .concat(written)
    .join("\n");
}

/** What links this issue to this ballot, by what an attacker can compute of either side. */
function linksIn(all: string, state: VoteRequest, token: Uint8Array): string[] {
  const { message, signature } = splitVote(editionId(), token)!;
  const forms = (value: Uint8Array) => [
    toHex(value),
    toBase64(value),
    toHex(hash(value)),
    toHex(hash("innova.to/vote/asked/v1|", value)),
  ];
  const ofBallot = [message, signature, token, nullifier(message)]
    .flatMap(forms)
    .filter((form) => form !== toHex(nullifier(message)));
  const blinded = fromBase64(state.blinded);
  const ofIssue = [toHex(blinded), state.blinded, toHex(hash(blinded)), toHex(nullifier(blinded))];
  return [...ofBallot, ...ofIssue].filter((form) => all.includes(form));
}

describe("token and vote cannot be linked", () => {
  let state: VoteRequest;
  let token: Uint8Array;
  beforeAll(async () => {
    const person = await employee();
    state = await askForVote(voted.sealed);
    token = fromBase64(
      await receiveVote(
        state,
        (await issueVote(person.id, editionId(), fromBase64(state.blinded))).blindSignature,
      ),
    );
    await cast(toBase64(token), 1);
  });

  test("by any value that is stored or was logged; planted ones are caught", async () => {
    const all = await everything();
    // control: the ballot is in what is searched
    expect(all).toContain(toHex(nullifier(splitVote(editionId(), token)!.message)));
    expect(linksIn(all, state, token)).toEqual([]);
    expect(linksIn(`${all}\n${toHex(hash(fromBase64(state.blinded)))}`, state, token)).toHaveLength(
      1,
    );
    expect(linksIn(`${all}\n${toBase64(token)}`, state, token).length).toBeGreaterThan(0);
    expect(written.join("")).not.toContain(toBase64(token));
  });

  test("by a row beside that of the token before the freeze, nor by a time or an act in the log", async () => {
    expect(await ballots()).toBeGreaterThan(0);
    expect(await db().ballot.count({ where: { editionId: editionId() } })).toBe(0);
    const columns = await db().$queryRaw<
      { type: string }[]
    >`SELECT data_type AS type FROM information_schema.columns WHERE table_name IN ('VoteIssue', 'Ballot')`;
    expect(columns.filter(({ type }) => /time|date/.test(type))).toEqual([]);
    expect(
      await db().auditEntry.count({
        where: { editionId: editionId(), action: { startsWith: "vote" } },
      }),
    ).toBe(0);
  });
});

const sources = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) =>
    statSync(`${folder}/${name}`).isDirectory()
      ? sources(`${folder}/${name}`)
      : [`${folder}/${name}`],
  );
const readers = (read: (file: string) => string) =>
  sources("app").filter(
    (file) =>
      /\.tsx?$/.test(file) &&
      !file.includes("/generated/") &&
      /\bballots?: true\b|\.ballot\b|"Ballot"/.test(read(file)),
  );

describe("the count", () => {
  test("is read by the act of voting, by the freeze, by who takes over for it, who tells the box of it afterwards and who erases, and by nothing else", () => {
    const known = [
      "app/box/batches.server.ts",
      "app/box/replica-tables.ts",
      "app/commands/box/batches.server.ts",
      "app/commands/people/retention.server.ts",
      "app/deposit/ballot.server.ts",
      "app/queries/vote/employees-vote.server.ts",
    ];
    expect(readers((file) => readFileSync(file, "utf8")).sort()).toEqual(known);
    const planted = (file: string) =>
      file === "app/queries/edition/manage.server.ts"
        ? "db().ballot.count()"
        : readFileSync(file, "utf8");
    expect(readers(planted)).toContain("app/queries/edition/manage.server.ts");
    const counting = sources("app")
      .filter((file) => /\b(countVotes|frozenContent)\(/.test(readFileSync(file, "utf8")))
      .sort();
    expect(counting).toEqual([
      "app/commands/ranking/freeze.server.ts",
      "app/queries/opening/verification.server.ts",
      "app/queries/ranking/ranking.server.ts",
      "app/queries/vote/employees-vote.server.ts",
    ]);
  });

  test("waits for the end of the vote: nothing is frozen before, and the key is gone after", async () => {
    await enterPhase(voted.sealed.organiser.id, editionId(), "deliberation");
    await expect(freezeConfirmed(voted.sealed)).rejects.toMatchObject({
      refusal: { code: "blocked", reasons: [{ key: "vote-open", where: "vote" }] },
    });
    await db().freezeConfirmation.deleteMany({ where: { editionId: editionId() } });
    await endDueVotes();
    expect(
      (await db().voteKey.findUniqueOrThrow({ where: { editionId: editionId() } })).issuerPrivate,
    ).not.toBeNull();
    // six for one, five for another, few for the rest
    await inBox((tx) => tx.ballot.deleteMany({ where: { editionId: editionId() } }));
    for (const [no, count] of [
      [4, 6],
      [3, 5],
      [2, 1],
    ] as const)
      for (let i = 0; i < count; i += 1)
        expect(wordOf(await cast(await tokenOf(), no))).toBe("done");
    await voteIs(voted.sealed, "over");
    await endDueVotes();
    expect(
      (await db().voteKey.findUniqueOrThrow({ where: { editionId: editionId() } })).issuerPrivate,
    ).toBeNull();
    const { edition, organiser } = voted.sealed;
    await expectRefused(
      moveVote(organiser.id, edition, {
        voteEndsAt: "2099-01-01T10:00",
        reason: "Ci ripensiamo tutti.",
      }),
      "too-late",
    );
  });

  test("is in ranking.json without small numbers, decides the employees' award, and follows the custodian's check", async () => {
    await freezeConfirmed(voted.sealed);
    const { json } = await db().ranking.findUniqueOrThrow({ where: { editionId: editionId() } });
    const file = rankingFileSchema.parse(JSON.parse(json));
    expect(await ballots()).toBe(0); // they came over, all in one transaction
    expect(
      await db()
        .$queryRaw`SELECT DISTINCT xmin::text FROM "Ballot" WHERE "editionId" = ${editionId()}::uuid`,
    ).toHaveLength(1);
    const issued = await db().voteIssue.count({ where: { editionId: editionId() } });
    expect(file.vote).toEqual({
      issued,
      cast: null,
      votes: [
        { publicNo: 4, count: 6 },
        { publicNo: 3, count: 5 },
      ],
    });
    expect(file.awards.map(({ kind, publicNo }) => [kind, publicNo])).toEqual([
      ["CHOICE", 4],
      ["OVERALL", 1],
    ]);
    const checked = await checkBy(voted.sealed, voted.sealed.custodians[0]!);
    expect([checked.seal, checked.ranking, checked.sheets]).toEqual([[], [], []]);
    const faulty = (change: (altered: typeof file) => void) => {
      const altered = structuredClone(file);
      change(altered);
      const sealed = {
        editionId: editionId(),
        manifest: voted.sealed.manifest,
        root: "",
        leaves: [],
      };
      return checkRanking(canonical(altered), sealed).faults.map(({ part }) => part);
    };
    const usual = faulty(() => undefined);
    const more = (change: (altered: typeof file) => void) =>
      faulty(change).filter((part) => !usual.includes(part));
    expect(
      more((f) => {
        f.vote!.votes[1]!.count = 9;
      }),
    ).toEqual(["awards", "openList", "reserves"]); // the award no longer follows
    expect(
      more((f) => {
        f.vote!.issued = 3;
      }),
    ).toEqual(["vote"]);
    expect(
      more((f) => {
        f.vote!.votes.push({ publicNo: 2, count: 1 });
      }),
    ).toEqual(["vote"]);
    expect(
      more((f) => {
        delete f.vote;
      }),
    ).toEqual(expect.arrayContaining(["vote", "awards"]));
    expect(
      (await verifyEdition(editionId())).filter(
        ({ ok, about }) => !ok && about.startsWith("ranking"),
      ),
    ).toEqual([]);
    await expect(db().ballot.deleteMany({ where: { editionId: editionId() } })).rejects.toThrow(
      "locked",
    );
    const ballot = await db().ballot.findFirstOrThrow({
      where: { editionId: editionId(), proposal: { publicNo: 4 } },
    }); // one that is in a number
    await asOwner((tx) => tx.ballot.delete({ where: { nullifier: ballot.nullifier } }));
    expect(
      (await verifyEdition(editionId())).filter(({ ok }) => !ok).map(({ about }) => about),
    ).toContain("ranking recomputed");
    await asOwner((tx) => tx.ballot.create({ data: ballot }));
  });

  test("is seen by nobody before the publication, and then stands beside the ranking", async () => {
    const edition = await db().edition.findUniqueOrThrow({ where: { id: editionId() } });
    const seen = await rankingPage(voted.sealed.organiser.id, edition, "ORGANISER");
    const choice = seen.rules.find(({ kind }) => kind === "CHOICE")!;
    expect(seen.view!.awards.filter(({ ruleId }) => ruleId === choice.id)).toEqual([]);
    expect(seen.view!.awards.map(({ no }) => no)).toEqual([1]);
    expect(JSON.stringify(seen)).not.toMatch(/"votes":\[\{"publicNo"|"issued"/);
    await signAndOpen(voted.sealed);
    for (const custodian of quorumOf(voted.sealed)) await release(voted.sealed, custodian);
    await publish(voted, {});
    const { published } = await resultsPage(edition.code, "it");
    expect(published.vote?.votes).toEqual([
      { publicNo: 4, count: 6 },
      { publicNo: 3, count: 5 },
    ]);
    expect(published.awards.map(({ kind, publicNo }) => [kind, publicNo])).toEqual([
      ["CHOICE", 4],
      ["OVERALL", 1],
    ]);
    // the jury's order is its own
    expect(published.ranking.map(({ publicNo }) => publicNo)[0]).toBe(1);
  });

  test("outlives the votes: after the retention time they are gone, and the ranking still verifies", async () => {
    const row = await db().publication.findUniqueOrThrow({ where: { editionId: editionId() } });
    await asOwner((tx) =>
      tx.publication.update({
        where: { editionId: editionId() },
        data: { at: new Date(row.at.getTime() - 181 * 86_400_000) },
      }),
    );
    await archiveDueEditions();
    expect([
      await ballots(),
      await db().voteIssue.count({ where: { editionId: editionId() } }),
    ]).toEqual([0, 0]);
    expect(
      (await verifyEdition(editionId())).filter(
        ({ ok, about }) => !ok && about.startsWith("ranking"),
      ),
    ).toEqual([]);
  });
});

describe("a proposal that the employees chose and that is void", () => {
  test("hands its award to nobody, and opens no reserve of the jury's ranking; the jury's own does", async () => {
    voted = await votingEdition();
    for (let i = 0; i < 5; i += 1) await cast(await tokenOf(), 4);
    await enterPhase(voted.sealed.organiser.id, editionId(), "deliberation");
    await voteIs(voted.sealed, "over");
    await freezeConfirmed(voted.sealed);
    await signAndOpen(voted.sealed);
    const takesRole = async (no: number) =>
      db().formerRole.create({
        data: {
          editionId: editionId(),
          userId: (await proposerOf(voted, no)).user.id,
          kind: "JUROR",
        },
      });
    await takesRole(4); // by the vote
    const open = async () => {
      for (const custodian of quorumOf(voted.sealed)) await release(voted.sealed, custodian);
    };
    await open();
    expect(
      await db().openedEnvelope.count({ where: { editionId: editionId(), reason: "holds-role" } }),
    ).toBe(1);
    expect(await db().statement.count({ where: { editionId: editionId() } })).toBe(0);
    await publish(voted, {});
    const { published } = await resultsPage(voted.sealed.edition.code, "it");
    expect(published.awards.map(({ kind, publicNo }) => [kind, publicNo])).toEqual([
      ["CHOICE", null],
      ["OVERALL", 1],
    ]);
    expect(published.vote?.votes).toEqual([{ publicNo: 4, count: 5 }]); // what was counted stays

    // control: where the jury's winner is void, a reserve is called
    voted = await votingEdition({ choice: 0 });
    await enterPhase(voted.sealed.organiser.id, editionId(), "deliberation");
    await voteIs(voted.sealed, "over");
    await freezeConfirmed(voted.sealed);
    await signAndOpen(voted.sealed);
    await takesRole(1);
    await open();
    expect(await db().statement.count({ where: { editionId: editionId(), kind: "RESERVE" } })).toBe(
      1,
    );
  }, 60_000);
});

describe("an edition with no vote", () => {
  test("is frozen as ever, and its ranking.json says nothing of votes", async () => {
    const plain = await openEdition();
    await depositBy(await employee(), plain, content());
    await judgeAll(plain, 1);
    const { vote, rules } = await frozenContent(plain.edition.id);
    expect([vote, rules.voteTie]).toEqual([undefined, undefined]);
  });
});
