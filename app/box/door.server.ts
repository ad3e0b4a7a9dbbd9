import { z } from "zod";
import { env } from "#app/platform/env.server.ts";
import { bytes, moment, nothing } from "./codecs.ts";
import { askDoor, type Door, openDoorTo } from "./door-line.server.ts";
import * as batches from "./batches.server.ts";
import * as depositDays from "./deposit-days.server.ts";
import * as depositTags from "./deposit-tags.server.ts";
import * as edition from "./edition.server.ts";
import * as evidence from "./evidence.server.ts";
import * as handOver from "./hand-over.server.ts";
import * as identity from "./identity.server.ts";
import * as pairs from "./pairs.server.ts";
import * as passes from "./passes.server.ts";
import * as replica from "./replica.server.ts";
import * as state from "./state.server.ts";
import * as told from "./told.server.ts";

// All that the rest of the product may ask of the ballot box (sealing.md §6), an operation a line.
// Where both are one process it is a call; with ROLE=main it goes to the process with ROLE=box, and
// who asks does not see which. No operation gives more than a few MB at once, and each may be asked
// again: its answer may have been lost.

export { BoxUnreachable } from "./door-line.server.ts";
export type { Batch, Due } from "./batches.server.ts";
export type { BoxEdition } from "./edition.server.ts";

type Written = (body: string) => Promise<string>;
const operations = new Map<string, Written>();

/** What is given and what comes back, as they are written on the way, and what is done. */
function operation<Given extends z.ZodType, Result extends z.ZodType>(
  name: string,
  given: Given,
  result: Result,
  act: (given: z.output<Given>) => Promise<z.output<Result>>,
): (given: z.output<Given>) => Promise<z.output<Result>> {
  operations.set(name, async (body) =>
    JSON.stringify(z.encode(result, await act(given.parse(JSON.parse(body))))),
  );
  return async (asked) => {
    if (env().ROLE !== "main") return act(asked);
    return result.parse(JSON.parse(await askDoor(name, JSON.stringify(z.encode(given, asked)))));
  };
}

const id = z.uuid();
const nullifier = bytes;

/** Which box this is, the same after every rotation. */
export const boxId = operation("boxId", nothing, id, () => identity.boxId());

/** Which process holds the box: another one after every start. */
export const boxProcess = operation("boxProcess", nothing, id, () => identity.boxProcess());

/** By this the main server sees that the box has the same APP_KEK. */
export const boxKey = operation("boxKey", nothing, bytes, () => identity.boxKey());

/** True when the box can be asked; rejects when it cannot. */
export const answers = operation("answers", nothing, z.boolean(), () => identity.answers());

/** How the box does: nothing that tells when somebody wrote. */
export const boxState = operation("boxState", nothing, state.boxStateSchema, () =>
  state.boxState(),
);

/** True when the box needs not be told these facts. */
export const knowsFacts = operation("knowsFacts", edition.editionFacts, z.boolean(), (facts) =>
  edition.knowsFacts(facts),
);

/** Keeps these facts instead of those told before; an edition that was closed stays closed. */
export const keepFacts = operation("keepFacts", edition.editionFacts, nothing, (facts) =>
  edition.keepFacts(facts),
);

const kind = z.enum(told.toldKinds);

/** True when what the box was told of a kind has this SHA-256. */
export const knowsTold = operation(
  "knowsTold",
  z.object({ kind, sha256: bytes }),
  z.boolean(),
  ({ kind, sha256 }) => told.knowsTold(kind, sha256),
);

/** Keeps this instead of what was told of the kind before. */
export const keepTold = operation(
  "keepTold",
  z.object({ kind, value: bytes }),
  nothing,
  ({ kind, value }) => told.keepTold(kind, value),
);

/** True when none of these passes was spent; given back earlier is not spent. */
export const areUnspent = operation("areUnspent", z.array(nullifier), z.boolean(), (asked) =>
  passes.areUnspent(asked),
);

/** Remembers passes as given back; false when one was spent, or the edition is closed. */
export const markReturned = operation(
  "markReturned",
  z.object({ editionId: id, nullifiers: z.array(nullifier) }),
  z.boolean(),
  ({ editionId, nullifiers }) => passes.markReturned(editionId, nullifiers),
);

/** Gives how many deposits the days saw that are over, with true also today, and forgets it. */
export const takeDepositDays = operation(
  "takeDepositDays",
  z.boolean(),
  z.array(depositDays.dayCount),
  (all) => depositDays.takeDepositDays(all),
);

/** The hash of every manifest that an envelope of this edition was sealed under, each once. */
export const sealedUnder = operation("sealedUnder", id, z.array(bytes), (editionId) =>
  evidence.sealedUnder(editionId),
);

/** Up to `most` envelopes at random, with all their wraps. */
export const envelopeSample = operation(
  "envelopeSample",
  z.object({ editionId: id, most: z.int() }),
  z.array(z.object({ id, proposalId: id, wraps: bytes })),
  ({ editionId, most }) => evidence.envelopeSample(editionId, most),
);

/** Takes nothing more for an edition; how many proposals stand, and a digest over all there is. */
export const closeForHandOver = operation(
  "closeForHandOver",
  id,
  z.object({ proposals: z.int(), digest: z.string() }).nullable(),
  (editionId) => handOver.closeForHandOver(editionId),
);

/** The ids of the proposals that stand, in random order. */
export const standingIds = operation("standingIds", id, z.array(id), (editionId) =>
  handOver.standingIds(editionId),
);

const envelope = z.object({
  id,
  proposalId: id,
  slot: z.int(),
  manifestHash: bytes,
  iv: bytes,
  ct: bytes,
  commit: bytes,
  wraps: bytes,
  ownerWrap: bytes,
});

const proposal = z.object({
  id,
  editionId: id,
  withdrawn: z.boolean(),
  locale: z.string(),
  title: z.string(),
  summary: z.string(),
  problem: z.string(),
  solution: z.string(),
  beneficiaries: z.string(),
  benefit: z.string(),
  resource: z.string(),
  horizon: z.string(),
  staff: z.string(),
  cost: z.string(),
  sustainability: z.string(),
  categories: z.array(z.string()),
  goals: z.array(z.int()),
  contentHash: bytes,
  envelopes: z.array(envelope),
  accesses: z.array(z.object({ keyHash: bytes, proposalId: id, slot: z.int() })),
  files: z.array(z.object({ id })),
});

/** These proposals with their envelopes and the receipts that lead back to them. */
export const proposalsToHandOver = operation(
  "proposalsToHandOver",
  z.array(id),
  z.array(proposal),
  (ids) => handOver.proposalsToHandOver(ids),
);

const file = z.object({
  id,
  proposalId: id,
  position: z.int(),
  kind: z.string(),
  sha256: bytes,
  size: z.int(),
});

/** One attachment, but its bytes. */
export const fileToHandOver = operation("fileToHandOver", id, file, (fileId) =>
  handOver.fileToHandOver(fileId),
);

/** Bytes of an attachment, `length` of them from the one at `from` on. */
export const pieceToHandOver = operation(
  "pieceToHandOver",
  z.object({ id, from: z.int(), length: z.int() }),
  bytes,
  ({ id, from, length }) => handOver.pieceToHandOver(id, from, length),
);

/** What passes are remembered by, up to `most` of them after the one given. */
export const spentToHandOver = operation(
  "spentToHandOver",
  z.object({ editionId: id, after: nullifier.nullable(), most: z.int() }),
  z.array(z.object({ nullifier, editionId: id, purpose: z.string() })),
  ({ editionId, after, most }) => handOver.spentToHandOver(editionId, after, most),
);

/** Editions that are closed here and were not erased yet. */
export const closedEditions = operation("closedEditions", nothing, z.array(id), () =>
  handOver.closedEditions(),
);

/** Erases all of an edition, once the main database has what this digest was made of. */
export const eraseHandedOver = operation(
  "eraseHandedOver",
  z.object({ editionId: id, digest: z.string() }),
  z.boolean(),
  ({ editionId, digest }) => handOver.eraseHandedOver(editionId, digest),
);

const proposed = { editionId: id, proposalId: id };

const batch = z.object({
  messages: z.array(
    z.object({
      ...proposed,
      id,
      kind: z.enum(["ANSWER", "CONTEST", "OBJECTION"]),
      text: z.string(),
      visibleFrom: moment,
    }),
  ),
  tookPart: z.array(z.object({ nullifier, editionId: id, takenFrom: moment })),
  pairs: z.array(z.object({ ...proposed, jurorId: id })),
  ballots: z.array(z.object({ ...proposed, nullifier })),
  keys: z.array(z.object({ envelopeId: id, editionId: id, key: bytes })),
});

/** What was written after closing and is due, in random order. */
export const dueBatch = operation(
  "dueBatch",
  z.object({ editionId: id, day: moment, also: z.array(z.enum(batches.onceDue)) }),
  batch,
  (due) => batches.dueBatch(due),
);

/** Erases what the main database has by now. */
export const eraseTaken = operation(
  "eraseTaken",
  z.object({
    messages: z.array(id),
    pairs: z.array(id),
    tookPart: z.array(nullifier),
    ballots: z.array(nullifier),
    keys: z.array(id),
  }),
  nothing,
  (taken) => batches.eraseTaken(taken),
);

/** Erases all that waits of an edition: nobody will take it any more. */
export const eraseWaiting = operation("eraseWaiting", id, nothing, (editionId) =>
  batches.eraseWaiting(editionId),
);

/** True when somebody contests an exclusion and nobody could read it yet. */
export const isContestWaiting = operation("isContestWaiting", id, z.boolean(), (editionId) =>
  batches.isContestWaiting(editionId),
);

/** Draws what is missing to two of these jurors for each of these proposals. */
export const fillPairs = operation(
  "fillPairs",
  z.object({ editionId: id, proposals: z.array(id), jurors: z.array(id) }),
  nothing,
  ({ editionId, proposals, jurors }) => pairs.fillPairs(editionId, proposals, jurors),
);

/** Puts into the public list what is due on this day; what it grew by after `since`, in order. */
export const listUntil = operation(
  "listUntil",
  z.object({ editionId: id, since: moment.nullable(), day: moment }),
  bytes,
  ({ editionId, since, day }) => depositTags.listUntil(editionId, { since, day }),
);

/** Editions that take deposits here, or soon will. */
export const openEditions = operation("openEditions", nothing, z.array(id), () =>
  handOver.openEditions(),
);

/** Erases an edition that the main database closed without this box. */
export const eraseOutlived = operation("eraseOutlived", id, nothing, (editionId) =>
  handOver.eraseOutlived(editionId),
);

/** True where the box has no way to the main database, and wants to be told what `/p` shows. */
export const hasReplica = operation("hasReplica", nothing, z.boolean(), async () =>
  replica.hasReplica(),
);

const table = z.object({ name: z.string(), sha256: bytes });

/** The tables of an edition that were told otherwise than with these SHA-256, or never. */
export const differing = operation(
  "differing",
  z.object({ editionId: id, tables: z.array(table) }),
  z.array(z.string()),
  ({ editionId, tables }) => replica.differing(editionId, tables),
);

/** Keeps a piece of a table's rows, until they are put in place together. */
export const keepPiece = operation(
  "keepPiece",
  z.object({
    editionId: id,
    name: z.string(),
    sha256: bytes,
    number: z.int(),
    rows: z.string(),
  }),
  nothing,
  (piece) => replica.keepPiece(piece),
);

/** Puts the pieces of these tables instead of the rows there were, all at once. */
export const putInPlace = operation(
  "putInPlace",
  z.object({ editionId: id, tables: z.array(table.extend({ pieces: z.int() })) }),
  nothing,
  ({ editionId, tables }) => replica.putInPlace(editionId, tables),
);

/** The attachments of these that the replica does not have. */
export const missingFiles = operation("missingFiles", z.array(id), z.array(id), (ids) =>
  replica.missingFiles(ids),
);

/** Keeps bytes of an attachment; the first make the row again. */
export const keepFilePiece = operation(
  "keepFilePiece",
  file.extend({ from: z.int(), bytes }),
  nothing,
  (piece) => replica.keepFilePiece(piece),
);

/** Forgets all editions but these. */
export const forgetOthers = operation("forgetOthers", z.array(id), nothing, (ids) =>
  replica.forgetOthers(ids),
);

/**
 * Lets the process with ROLE=main ask. `onRefused` is told in a word of each who does not have
 * BOX_SECRET, and of each operation that failed.
 */
export function openDoor(onRefused: (error: unknown) => void): Promise<Door> {
  return openDoorTo((name) => operations.get(name), onRefused);
}
