import { asJurorsRead } from "#app/domain/screening/hidden-passage.ts";
import { voteState } from "#app/domain/vote/employees-vote.ts";
import { contentSchema } from "#app/domain/proposal/content.ts";
import { refuse } from "#app/domain/refusal.ts";
import { parseManifest } from "#app/sealing/manifest.ts";
import { nullifier, splitVote } from "#app/sealing/token.ts";
import { fromBase64, toHex } from "#app/sealing/bytes.ts";
import { now } from "#app/platform/clock.server.ts";
import { whileWaiting } from "#app/box/batches.server.ts";
import { type BoxTx, readBox } from "#app/box/store.server.ts";
import { db } from "#app/platform/db.server.ts";
import { verifiesPass } from "#app/platform/issuer.server.ts";
import type { Responses } from "./responses.ts";
import { judgedEdition, type JudgedEdition } from "./edition.server.ts";
import type { RequestOf } from "./request.ts";

// The employees' vote. Whoever has a token is somebody who may vote, and nothing says who.

/**
 * All admitted proposals as jurors read them, in short, and for which this token voted. Refuses
 * like vote.
 */
export async function candidates(
  request: RequestOf<"candidates">,
): Promise<Responses["candidates"]> {
  const { edition, spent } = await entitled(request);
  checkVoteTime(edition);
  const rows = await db().proposal.findMany({
    where: admitted(edition.id),
    select: {
      publicNo: true,
      locale: true,
      title: true,
      summary: true,
      categories: true,
      ...hiddenPassages,
    },
    orderBy: { publicNo: "asc" },
  });
  const proposals = rows.map(({ hidden, publicNo, categories, ...words }) => ({
    ...asJurorsRead(words, hidden),
    publicNo: publicNo ?? 0,
    categories,
  }));
  return { voted: await readBox((box) => votedFor(box, edition.id, spent)), proposals };
}

/**
 * One of them in full, without its attachments: what an organiser hides in a text cannot be hidden
 * in a file.
 */
export async function candidate(request: RequestOf<"candidate">): Promise<Responses["candidate"]> {
  const { edition } = await entitled(request);
  checkVoteTime(edition);
  const row = await db().proposal.findFirst({
    where: { ...admitted(edition.id), publicNo: request.publicNo },
    include: hiddenPassages,
  });
  if (!row) throw refuse("not-found");
  const { hidden, ...words } = row;
  return { content: contentSchema.parse(asJurorsRead(words, hidden)) };
}

/**
 * Takes one vote for one proposal. The same vote again is answered like the first, also later, so a
 * lost answer loses nothing. Refuses: receipt-unknown, manifest-differs, not-found, token-invalid,
 * token-spent (it voted for another), too-early, too-late.
 */
export async function vote(request: RequestOf<"vote">): Promise<Responses["vote"]> {
  const { edition, spent } = await entitled(request);
  await whileWaiting(edition.id, async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${toHex(spent)}))`;
    const voted = await votedFor(tx, edition.id, spent);
    if (voted === request.publicNo) return;
    if (voted !== null) throw refuse("token-spent");
    // the end again: whoever takes the ballots waits for this
    checkVoteTime(await judgedEdition(edition.id));
    const proposal = await db().proposal.findFirst({
      where: { ...admitted(edition.id), publicNo: request.publicNo },
      select: { id: true },
    });
    if (!proposal) throw refuse("not-found");
    await tx.ballot.create({
      data: { nullifier: spent, editionId: edition.id, proposalId: proposal.id },
    });
  });
  return { voted: request.publicNo };
}

const hiddenPassages = { hidden: { select: { field: true, start: true, end: true } } } as const;
const admitted = (editionId: string) => ({
  editionId,
  withdrawn: false,
  screening: { verdict: "CLEARED" as const },
});

/**
 * The edition, and the value under which this token is remembered; refuses not-found where there is
 * no vote, token-invalid.
 */
async function entitled({
  edition: id,
  token,
}: Pick<RequestOf<"vote">, "edition" | "token">): Promise<{
  edition: JudgedEdition;
  spent: Uint8Array<ArrayBuffer>;
}> {
  const edition = await judgedEdition(id);
  const { voteIssuerSpki } = parseManifest(edition.manifest.json);
  if (!edition.employeesVote || !voteIssuerSpki) throw refuse("not-found");
  const parts = splitVote(id, token);
  if (!parts || !verifiesPass(fromBase64(voteIssuerSpki), parts.message, parts.signature))
    throw refuse("token-invalid");
  return { edition, spent: new Uint8Array(nullifier(parts.message)) };
}

/**
 * The number this token voted for: in the ballot box until the freeze, then in the main database.
 */
async function votedFor(
  box: Pick<BoxTx, "ballot">,
  editionId: string,
  spent: Uint8Array<ArrayBuffer>,
): Promise<number | null> {
  const own = { where: { nullifier: spent, editionId } };
  const ballot = (await box.ballot.findUnique(own)) ?? (await db().ballot.findUnique(own));
  if (!ballot) return null;
  return (
    await db().proposal.findUniqueOrThrow({
      where: { id: ballot.proposalId },
      select: { publicNo: true },
    })
  ).publicNo;
}

function checkVoteTime(edition: Parameters<typeof voteState>[0]): void {
  const state = voteState(edition, now());
  if (state !== "open")
    throw refuse(state === "early" ? "too-early" : state === "over" ? "too-late" : "not-found");
}
