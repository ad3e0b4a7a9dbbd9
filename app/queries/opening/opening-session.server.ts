import type { Phase } from "#app/domain/phase.ts";
import type { InvalidReason } from "#app/domain/opening/opening.ts";
import { isPresent } from "#app/domain/opening/session.ts";
import { namesOf } from "#app/domain/publication/publication.ts";
import { sessionChecks, type SessionCheck } from "#app/sealing/session-checks.ts";
import { now } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { ceremonyOf } from "./custody.server.ts";
import { type MinutesLine, minutesOf } from "#app/queries/meetings/minutes.server.ts";
import { currentOpenList } from "./open-list.server.ts";
import { openingOf, type OpeningRow } from "./opening.server.ts";

/** The opening as a public session follows it; no name in it of anybody who did not agree. */
export type OpeningSession = {
  phase: Phase;
  quorum: number;
  custodians: { position: number; title: string; present: boolean; lost: boolean }[];
  /** null before the opening, after it, and where the manifest is not the pinned one */
  checks: SessionCheck[] | null;
  proposals: SessionProposal[];
  /** reserves that wait for a quorum's signatures, by number */
  waiting: { reserve: number; voided: number; signed: number }[];
  minutes: MinutesLine[];
};

export type SessionProposal = {
  publicNo: number;
  isReserve: boolean;
  /** of everybody in it, once all agreed to be named */
  names: string[] | null;
  envelopes: {
    slot: number;
    shares: number;
    state: "closed" | "authentic" | "valid" | "void";
    reason: InvalidReason | null;
    badShares: number[];
  }[];
};

/** Everything the session's page and its minutes show. */
export async function openingSession(editionId: string): Promise<OpeningSession> {
  const edition = await db().edition.findUniqueOrThrow({
    where: { id: editionId },
    select: { phase: true, quorum: true, custodians: { orderBy: { position: "asc" } } },
  });
  const { custodians, quorum, phase } = edition;
  const { called } = await currentOpenList(editionId);
  const reserves = new Set(called.map(({ reserve }) => reserve));
  const ceremony = custodians[0] ? await ceremonyOf(editionId, custodians[0].userId) : null;
  return {
    phase,
    quorum,
    custodians: custodians.map(({ position, title, seenAt, lostAt }) => ({
      position,
      title,
      present: isPresent(seenAt, now()),
      lost: lostAt !== null,
    })),
    checks: ceremony && sessionChecks(ceremony),
    proposals: byProposal(await openingOf(editionId)).map((rows) => proposalOf(rows, reserves)),
    waiting: await waitingReserves(editionId),
    minutes: await minutesOf(editionId),
  };
}

function byProposal(rows: OpeningRow[]): OpeningRow[][] {
  const numbers = [...new Set(rows.map(({ publicNo }) => publicNo))];
  return numbers.map((no) =>
    rows.filter(({ publicNo }) => publicNo === no).sort((a, b) => a.slot - b.slot),
  );
}

function proposalOf(rows: OpeningRow[], reserves: ReadonlySet<number>): SessionProposal {
  const publicNo = rows[0]!.publicNo;
  const opened = rows
    .filter(({ settled }) => settled)
    .map(({ envelopeId, reason, holder, answer }) => ({
      envelopeId,
      why: reason,
      name: holder,
      answer,
    }));
  return {
    publicNo,
    isReserve: reserves.has(publicNo),
    names: namesOf(
      rows.map(({ envelopeId }) => envelopeId),
      opened,
    ),
    envelopes: rows.map(({ slot, shares, reason, badShares, result, settled }) => ({
      slot,
      shares,
      reason,
      badShares,
      state: stateOf(result, settled),
    })),
  };
}

function stateOf(
  result: OpeningRow["result"],
  settled: boolean,
): SessionProposal["envelopes"][number]["state"] {
  if (result === null) return "closed";
  if (result === "INVALID") return "void";
  return settled ? "valid" : "authentic";
}

async function waitingReserves(editionId: string): Promise<OpeningSession["waiting"]> {
  const { called } = await currentOpenList(editionId);
  const signed = await db().statement.findMany({
    where: { editionId, kind: "RESERVE", appliedAt: null },
    select: { number: true, _count: { select: { signatures: true } } },
  });
  return signed.flatMap(({ number, _count }) => {
    const call = called.find((each) => each.number === number);
    return call ? [{ reserve: call.reserve, voided: call.voided, signed: _count.signatures }] : [];
  });
}
