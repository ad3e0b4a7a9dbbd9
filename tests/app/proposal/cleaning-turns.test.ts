import { expect, test } from "vitest";
import { inTurn } from "#app/deposit/cleaning.server.ts";
import type { Refused } from "#app/domain/refusal.ts";

// Who has one pass has one place among those whose files are cleaned, however often it is used at
// once.

/** Files that are being cleaned until `finish` is called on them. */
function cleaning() {
  const begun: { of: string; finish(): void }[] = [];
  const clean = (of: string) =>
    inTurn(
      of,
      () => new Promise<string>((done) => begun.push({ of, finish: () => done("cleaned") })),
    ).catch((error: Refused) => error.refusal.code);
  const settle = () => new Promise((soon) => setImmediate(soon));
  return { begun, clean, settle };
}

test("of eighteen files with one pass five are taken, one after the other; a colleague's is cleaned at once", async () => {
  const { begun, clean, settle } = cleaning();
  const many = Array.from({ length: 18 }, () => clean("one"));
  const other = clean("other");
  await settle();
  expect(begun.map(({ of }) => of)).toEqual(["one", "other"]);
  begun[1]!.finish();
  expect(await other).toBe("cleaned");
  for (let at = 0; at < 6; at += 1) {
    begun
      .filter(({ of }) => of === "one")
      .at(-1)!
      .finish();
    await settle();
  }
  const outcomes = await Promise.all(many);
  expect(outcomes.filter((outcome) => outcome === "cleaned")).toHaveLength(5);
  expect(outcomes.filter((outcome) => outcome === "busy")).toHaveLength(13);
});

test("two are cleaned at once, sixteen wait, and each place is given back", async () => {
  const { begun, clean, settle } = cleaning();
  const all = Array.from({ length: 18 }, (_, no) => clean(`pass ${no}`));
  await settle();
  expect(begun).toHaveLength(2);
  expect(await clean("one too many")).toBe("busy");
  for (let at = 0; at < 18; at += 1) {
    begun[at]!.finish();
    await settle();
  }
  expect(new Set(await Promise.all(all))).toEqual(new Set(["cleaned"]));
  const next = clean("pass 0");
  await settle();
  begun.at(-1)!.finish();
  expect(await next).toBe("cleaned");
});
