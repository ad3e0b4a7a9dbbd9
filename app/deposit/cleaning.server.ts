import { z } from "zod";
import { phaseHas } from "#app/domain/phase.ts";
import { fileLimits } from "#app/domain/proposal/attachment.ts";
import { fileKind } from "#app/domain/proposal/file-kind.ts";
import { refuse } from "#app/domain/refusal.ts";
import { excerptsIn } from "#app/domain/self-identification/guard.ts";
import type { Excerpt } from "#app/domain/self-identification/mark.ts";
import { hash, toBase64 } from "#app/sealing/bytes.ts";
import { guardIndex } from "#app/platform/guard-index.server.ts";
import { runIsolated } from "#app/platform/files/isolated.server.ts";
import { pdfText } from "#app/platform/files/pdf-text.server.ts";
import type { CleanedAnswer } from "./responses.ts";
import { cleaningReasons, type CleaningReason } from "./cleaning/not-cleanable.ts";
import { checkTime, sealedEdition } from "./edition.server.ts";
import { checkEntitled } from "./entitlement.server.ts";
import { type CleanedFile, cleanedTag, marked } from "./files.server.ts";
import type { RequestOf } from "./request.ts";

/**
 * Cleans a file and gives it back with a mark that says so, and with what in its text may say who
 * wrote it; nothing is kept. It takes a receipt or a pass, which stays unspent. Refuses: too-late,
 * receipt-unknown, token-invalid, token-spent, busy, file-refused with its reason.
 */
export async function cleanFile(request: RequestOf<"clean">): Promise<CleanedAnswer> {
  const edition = await sealedEdition(request.edition);
  if (!phaseHas(edition.phase, "awaitsOpening")) checkTime(edition);
  await checkEntitled(edition, request);
  const right = toBase64(hash("innova.to/cleaning/v1|", request.token ?? request.accessKey ?? ""));
  const { cleaned, passages } = await inTurn(right, () =>
    cleanedAndRead(Buffer.from(request.bytes, "base64url")),
  );
  const { kind, sha256, bytes } = cleaned;
  return {
    kind,
    sha256,
    bytes: Buffer.from(bytes).toString("base64url"),
    tag: toBase64(cleanedTag(edition.id, cleaned)),
    passages,
  };
}

/**
 * A document whose text cannot be read has no passages, and of a picture nothing is read: this
 * warns, and no more.
 */
async function cleanedAndRead(
  bytes: Uint8Array,
): Promise<{ cleaned: CleanedFile; passages: Excerpt[] }> {
  const cleaned = await cleanedApart(bytes);
  if ("reason" in cleaned) throw refuse("file-refused", { reasons: [{ key: cleaned.reason }] });
  return {
    cleaned,
    passages:
      cleaned.kind === "pdf" ? excerptsIn(await pdfText(cleaned.bytes), await guardIndex()) : [],
  };
}

const outcome = z.union([
  z.object({ kind: fileKind }),
  z.object({ reason: z.enum(cleaningReasons) }),
]);
const bounds = { seconds: 30, memory: 1024, answer: fileLimits.bytes + 1024 };

/** What a process of its own makes of a file. */
export async function cleanedApart(
  bytes: Uint8Array,
): Promise<CleanedFile | { reason: CleaningReason }> {
  const answer = await runIsolated("app/deposit/cleaning/process.ts", bytes, bounds);
  if (!answer) return { reason: "file-complex" };
  const end = answer.indexOf("\n");
  const said = outcome.parse(JSON.parse(answer.toString("utf8", 0, end)));
  return "reason" in said ? said : marked(said.kind, new Uint8Array(answer.subarray(end + 1)));
}

// Cleaning is work: so many files at once, so many waiting, of one pass or receipt one after the
// other and only as many as a proposal has, and whoever comes then is asked to try again. Who waits
// with one file goes before a second one.
const maxFiles = { atOnce: 2, waiting: 16, ofOne: fileLimits.count };
const waiting: { of: string; begin(): void }[] = [];
const working = new Set<string>();

/** Runs `act` when it is the turn of `of`, whose files are cleaned one by one; refuses busy. */
export async function inTurn<T>(of: string, act: () => Promise<T>): Promise<T> {
  const own = waiting.filter((each) => each.of === of).length + (working.has(of) ? 1 : 0);
  if (own >= maxFiles.ofOne || waiting.length >= maxFiles.waiting) throw refuse("busy");
  await new Promise<void>((begin) => {
    waiting.push({ of, begin });
    beginNext();
  });
  try {
    return await act();
  } finally {
    working.delete(of);
    beginNext();
  }
}

/** Begins with the first that waits of whom nothing is being cleaned. */
function beginNext(): void {
  const at = waiting.findIndex(({ of }) => !working.has(of));
  if (at < 0 || working.size >= maxFiles.atOnce) return;
  const [next] = waiting.splice(at, 1);
  working.add(next!.of);
  next!.begin();
}
