import { z } from "zod";
import { reasonIn, type InvalidReason } from "#app/domain/opening/opening.ts";
import { toHex } from "#app/sealing/bytes.ts";
import { parseStatement, type Statement } from "#app/sealing/statement.ts";
import { type AuditEntry, db } from "#app/platform/db.server.ts";

/**
 * One line of the minutes: what happened, words under i18n `minutes.lines.*`; `reason` is a key
 * under `opening.reasons.*`.
 */
export type MinutesLine = {
  at: string;
  key: MinutesKey;
  params: Record<string, string | number>;
  reason: InvalidReason | null;
};
export type MinutesKey =
  | "declared-no-part"
  | "closed"
  | "signed-root"
  | "frozen"
  | "signed-ranking"
  | "began"
  | "released"
  | "opened"
  | "opened-void"
  | "opened-by-receipt"
  | "settled"
  | "reserve-called"
  | "reserve-passed"
  | "signed-reserve"
  | "reserve-in-force"
  | "reserve-without-quorum"
  | "answered"
  | "disowned"
  | "key-lost"
  | "published";

/**
 * The minutes of closing and opening as far as they have come, in order of time: out of the log of
 * acts and what they left.
 */
export async function minutesOf(editionId: string): Promise<MinutesLine[]> {
  const rows = await db().auditEntry.findMany({
    where: { editionId, action: { in: Object.keys(tellers) } },
    orderBy: { seq: "asc" },
  });
  const facts = await factsOf(editionId);
  return rows.flatMap((row) => {
    const told = tellers[row.action]!({ ...row, detail: detailSchema.parse(row.detail) }, facts);
    return told ? [{ at: row.at.toISOString(), reason: null, ...told }] : [];
  });
}

type Facts = {
  envelopes: Map<string, { no: number; slot: number }>;
  statements: Map<string, Statement>;
  declarations: Map<string, { name: string; text: string }>;
  root: string;
  commit: string;
  count: number;
};
type Row = Omit<AuditEntry, "detail"> & { detail: z.output<typeof detailSchema> };
type Told = Pick<MinutesLine, "key" | "params"> & Partial<Pick<MinutesLine, "reason">>;

const detailSchema = z.object({
  result: z.string().optional(),
  badShares: z.array(z.int()).optional(),
  envelopes: z.int().optional(),
  valid: z.int().optional(),
  reserves: z.int().optional(),
  position: z.int().optional(),
});

const tellers: Record<string, (row: Row, facts: Facts) => Told | null> = {
  "juror.declared-no-part": ({ objectId }, { declarations }) => {
    const declared = declarations.get(objectId);
    return declared ? { key: "declared-no-part", params: declared } : null;
  },
  "edition.screening": (_, { count, root }) => ({ key: "closed", params: { count, root } }),
  "custodian.signed-root": ({ objectId }) => ({
    key: "signed-root",
    params: { position: objectId },
  }),
  "edition.frozen": (_, { commit }) => ({ key: "frozen", params: { commit } }),
  "custodian.signed-ranking": ({ objectId }) => ({
    key: "signed-ranking",
    params: { position: objectId },
  }),
  "edition.opening": () => ({ key: "began", params: {} }),
  "custodian.released-shares": ({ objectId, detail }) => ({
    key: "released",
    params: { position: objectId, count: detail.envelopes ?? 0 },
  }),
  "envelope.opened": opened,
  "envelope.opened-by-receipt": ({ objectId }, { envelopes }) => ({
    key: "opened-by-receipt",
    params: placeOf(objectId, envelopes),
  }),
  "opening.settled": ({ detail }) => ({
    key: "settled",
    params: { count: detail.envelopes ?? 0, valid: detail.valid ?? 0 },
  }),
  "statement.added": ({ objectId }, facts) => reserve("reserve-called", objectId, facts),
  "custodian.signed-statement": ({ objectId, detail }, facts) =>
    reserve("signed-reserve", objectId, facts, { position: detail.position ?? 0 }),
  "statement.applied": ({ objectId }, facts) => reserve("reserve-in-force", objectId, facts),
  "reserve.called-without-quorum": ({ detail }) => ({
    key: "reserve-without-quorum",
    params: { count: detail.reserves ?? 0 },
  }),
  // who answered what is for the organisers
  "winner.answered": () => ({ key: "answered", params: {} }),
  "envelope.disowned": ({ objectId }, { envelopes }) => ({
    key: "disowned",
    params: placeOf(objectId, envelopes),
  }),
  "custodian.key-lost": ({ objectId }) => ({ key: "key-lost", params: { position: objectId } }),
  "edition.published": () => ({ key: "published", params: {} }),
};

function opened({ objectId, detail }: Row, { envelopes }: Facts): Told {
  const bad = detail.badShares ?? [];
  const params = { ...placeOf(objectId, envelopes), bad: bad.length, positions: bad.join(", ") };
  const reason = reasonIn(detail.result ?? "");
  return reason ? { key: "opened-void", params, reason } : { key: "opened", params };
}

function placeOf(envelopeId: string, envelopes: Facts["envelopes"]): { no: number; slot: number } {
  return envelopes.get(envelopeId) ?? { no: 0, slot: 1 };
}

/** Amendments of dates are not part of these minutes. */
function reserve(
  key: MinutesKey,
  number: string,
  { statements }: Facts,
  more: Told["params"] = {},
): Told | null {
  const statement = statements.get(number);
  if (statement?.kind !== "RESERVE") return null;
  const passed = key === "reserve-called" && statement.reason === "declined";
  return {
    key: passed ? "reserve-passed" : key,
    params: { number, voided: statement.voided, reserve: statement.reserve, ...more },
    reason: reasonIn(statement.reason),
  };
}

async function factsOf(editionId: string): Promise<Facts> {
  const [envelopes, statements, declarations, closing, ranking] = await Promise.all([
    db().envelope.findMany({
      where: { proposal: { editionId } },
      select: { id: true, slot: true, proposal: { select: { publicNo: true } } },
    }),
    db().statement.findMany({ where: { editionId }, select: { number: true, json: true } }),
    db().roleDeclaration.findMany({
      where: { editionId },
      include: { user: { select: { name: true, surname: true } } },
    }),
    db().closing.findUnique({ where: { editionId }, select: { root: true, count: true } }),
    db().ranking.findUnique({ where: { editionId }, select: { commit: true } }),
  ]);
  return {
    envelopes: new Map(
      envelopes.map(({ id, slot, proposal }) => [id, { no: proposal.publicNo ?? 0, slot }]),
    ),
    statements: new Map(
      statements.map(({ number, json }) => [String(number), parseStatement(json)]),
    ),
    declarations: new Map(
      declarations.map(({ userId, text, user }) => [
        userId,
        { name: `${user.name} ${user.surname}`, text },
      ]),
    ),
    root: closing ? toHex(closing.root) : "",
    commit: ranking ? toHex(ranking.commit) : "",
    count: closing?.count ?? 0,
  };
}
