import "#tests/support/database.ts";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { ActionFunctionArgs } from "@remix-run/node";
import { readBox } from "#app/box/store.server.ts";
import { padded } from "#app/deposit/padding.ts";
import type { AnonymousRequest } from "#app/deposit/request.ts";
import { refusalIn } from "#app/domain/refusal.ts";
import { action } from "#app/routes/p/api.ts";
import { toBase64 } from "#app/sealing/bytes.ts";
import { newReceipt } from "#app/sealing/receipt.ts";
import { accessKeyFor, hashOfContent } from "#app/sealing/wallet.ts";
import type { Phase } from "#app/platform/db.server.ts";
import {
  content,
  depositBy,
  type Deposited,
  employee,
  joinAs,
  openEdition,
  type SealedEdition,
} from "#tests/factories/sealed-edition.ts";
import { everyRow } from "#tests/support/every-row.ts";
import { asOwner } from "#tests/support/owner.ts";

// Every act of the anonymous wing, asked with what it must not take: each is refused with one word
// for one cause, and neither a row nor a line in a log is left of it.

type Op = AnonymousRequest["op"];
type Access = { edition: string; accessKey: string };

let sealed: SealedEdition;
let other: SealedEdition;
let lead: Deposited;
let member: Deposited;
let foreign: Deposited;
let written: string[];

beforeAll(async () => {
  [sealed, other] = [await openEdition(), await openEdition()];
  lead = await depositBy(await employee(), sealed);
  member = await joinAs(await employee(), sealed, lead, 2);
  foreign = await depositBy(await employee(), other);
  written = [];
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, "write").mockImplementation((line) => written.push(String(line)) > 0);
}, 60_000);

afterAll(() => vi.restoreAllMocks());

const some = (length: number) => toBase64(crypto.getRandomValues(new Uint8Array(length)));
const accessOf = ({ receipt, request }: Deposited): Access => ({
  edition: request.edition,
  accessKey: accessKeyFor(receipt, request.edition),
});

/** A well-formed request of each act; a new act needs a line here. */
const requests: Record<Op, (access: Access) => object> = {
  deposit: ({ edition }) => ({
    ...lead.request,
    edition,
    token: some(373),
    proposalId: crypto.randomUUID(),
    accessKey: some(32),
  }),
  read: (access) => access,
  inclusion: (access) => access,
  "deposit-list": ({ edition }) => ({ edition }),
  replace: (access) => ({
    ...access,
    replaces: hashOfContent(content()),
    content: content({ title: "Altro" }),
  }),
  clean: (access) => ({ ...access, bytes: toBase64(Buffer.from("%PDF-1.4")) }),
  file: (access) => ({ ...access, sha256: some(32) }),
  invite: (access) => ({ ...access, codeHash: some(32) }),
  uninvite: (access) => ({ ...access, slot: 2 }),
  invitation: ({ edition }) => ({ edition, inviteKey: some(32) }),
  "invited-file": ({ edition }) => ({ edition, inviteKey: some(32), sha256: some(32) }),
  join: (access) => ({
    ...access,
    inviteKey: some(32),
    token: some(373),
    manifestHash: lead.request.manifestHash,
    envelope: { ...lead.request.envelope, id: crypto.randomUUID(), slot: 3 },
  }),
  withdraw: (access) => ({ ...access, blinded: some(256) }),
  "took-part": (access) => ({ ...access, blinded: some(256) }),
  write: (access) => ({ ...access, kind: "ANSWER", text: "Sono io." }),
  check: (access) => ({ ...access, texts: [{ field: "title", text: "Mario Rossi" }] }),
  object: (access) => access,
  conflicts: (access) => access,
  block: (access) => ({ ...access, pair: [crypto.randomUUID(), crypto.randomUUID()] }),
  candidates: ({ edition }) => ({ edition, token: some(373) }),
  candidate: ({ edition }) => ({ edition, token: some(373), publicNo: 1 }),
  vote: ({ edition }) => ({ edition, token: some(373), publicNo: 1 }),
  "open-own": (access) => ({ ...access, key: some(32) }),
};
const ops = Object.keys(requests) as Op[];

/** The word an act is refused with, or 'done'. */
async function outcome(op: Op, access: Access): Promise<string> {
  const body = padded({ op, ...requests[op](access) });
  const request = new Request("http://localhost/p/api", {
    method: "POST",
    body,
    headers: { "Content-Length": String(body.length) },
  });
  const response = await action({
    request,
    params: {},
    context: { nonce: "" },
  } as unknown as ActionFunctionArgs);
  if (response.ok) return "done";
  expect(response.headers.get("Set-Cookie")).toBeNull();
  return refusalIn(await response.json()).code;
}

/** Runs `act` and expects that nothing is stored and nothing logged by it. */
async function leavesNothing(act: () => Promise<void>): Promise<void> {
  const before = await everyRow();
  written.length = 0;
  await act();
  expect(await everyRow()).toBe(before);
  expect(written).toEqual([]);
}

const wrongPass: Partial<Record<Op, string>> = {
  deposit: "token-invalid",
  join: "token-invalid",
  invitation: "invitation-unknown",
  "invited-file": "invitation-unknown",
  candidates: "not-found",
  candidate: "not-found",
  vote: "not-found",
  "deposit-list": "done",
}; // which is public

describe("every act", () => {
  test("control: with the right receipt, in its time, some are done, and their rows would be seen", async () => {
    const before = await everyRow();
    expect(await outcome("read", accessOf(lead))).toBe("done");
    expect(await outcome("invite", accessOf(lead))).toBe("done");
    expect(await everyRow()).not.toBe(before);
  });

  test.each(ops)(
    "%s is refused with a receipt or pass that never was, in one wording",
    async (op) => {
      await leavesNothing(async () =>
        expect(
          await outcome(op, {
            edition: sealed.edition.id,
            accessKey: accessKeyFor(newReceipt(), sealed.edition.id),
          }),
        ).toBe(wrongPass[op] ?? "receipt-unknown"),
      );
    },
  );

  test.each(ops)("%s is refused alike with a receipt of another edition", async (op) => {
    await leavesNothing(async () =>
      expect(await outcome(op, { ...accessOf(foreign), edition: sealed.edition.id })).toBe(
        wrongPass[op] ?? "receipt-unknown",
      ),
    );
  });

  test.each(ops)("%s is refused alike for an edition that does not exist", async (op) => {
    await leavesNothing(async () =>
      expect(await outcome(op, { ...accessOf(lead), edition: crypto.randomUUID() })).toBe(
        "receipt-unknown",
      ),
    );
  });

  test.each(["replace", "invite", "uninvite", "block", "conflicts", "write"] as const)(
    "%s is not a member's",
    async (op) => {
      await leavesNothing(async () => expect(await outcome(op, accessOf(member))).toBe("not-lead"));
    },
  );

  const notNow: [Phase, Partial<Record<Op, string>>][] = [
    [
      "open",
      {
        write: "wrong-phase",
        conflicts: "too-late",
        block: "too-late",
        object: "not-found",
        "open-own": "not-found",
        inclusion: "too-early",
        "took-part": "too-early",
      },
    ],
    [
      "screening",
      {
        deposit: "too-late",
        replace: "too-late",
        invite: "too-late",
        uninvite: "too-late",
        invitation: "too-late",
        join: "too-late",
        withdraw: "too-late",
        clean: "too-late",
        object: "not-found",
        "open-own": "not-found",
        "took-part": "too-early",
      },
    ],
    [
      "scoring",
      {
        deposit: "too-late",
        replace: "too-late",
        invite: "too-late",
        join: "too-late",
        withdraw: "too-late",
        clean: "too-late",
        write: "wrong-phase",
        conflicts: "too-late",
        block: "too-late",
        object: "not-found",
        "open-own": "not-found",
        "took-part": "too-early",
      },
    ],
    [
      "published",
      {
        deposit: "too-late",
        replace: "too-late",
        invite: "too-late",
        join: "too-late",
        withdraw: "too-late",
        clean: "too-late",
        write: "wrong-phase",
        conflicts: "too-late",
        block: "too-late",
        object: "not-found",
        "open-own": "not-found",
      },
    ],
  ];
  test.each(notNow)(
    "outside its time is refused with the word for why (%s)",
    async (phase, expected) => {
      const { id } = sealed.edition;
      const into = async (to: Phase) => {
        await asOwner((tx) => tx.edition.update({ where: { id }, data: { phase: to } }));
        await readBox((box) =>
          box.edition.update({ where: { id }, data: { closed: to !== "open" } }),
        );
      };
      await into(phase);
      await leavesNothing(async () => {
        const found: Record<string, string> = {};
        for (const op of Object.keys(expected)) found[op] = await outcome(op as Op, accessOf(lead));
        expect(found).toEqual(expected);
      });
      await into("open");
    },
  );

  test("a receipt guessed a thousand times is a thousand times unknown, and nothing remembers it", async () => {
    await leavesNothing(async () => {
      const answers = new Set<string>();
      for (let guess = 0; guess < 1000; guess += 1)
        answers.add(
          await outcome("read", {
            edition: sealed.edition.id,
            accessKey: accessKeyFor(newReceipt(), sealed.edition.id),
          }),
        );
      expect([...answers]).toEqual(["receipt-unknown"]);
    });
    expect(await outcome("read", accessOf(lead))).toBe("done"); // nobody is locked out by it
  }, 120_000);
});
