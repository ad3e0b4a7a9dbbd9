import { z } from "zod";
import { canonical, toHex } from "./bytes.ts";
import { statementHash } from "./commitment.ts";

// What a quorum signs beside manifest, root and ranking. Statements of an edition form a chain:
// each holds its number and the hash of the one before, so that none can be dropped, exchanged or
// slipped in between (sealing.md §2).

const hex = z.string().regex(/^[0-9a-f]{64}$/);
const common = {
  v: z.literal(1),
  edition: z.uuid(),
  manifestHash: hex,
  number: z.int().min(1),
  prev: hex.nullable(),
};

/** Other dates for deposits, and why; instants as ISO text. */
export const amendmentSchema = z.object({
  opensAt: z.iso.datetime().optional(),
  closesAt: z.iso.datetime().optional(),
  reason: z.string().min(1),
});
export type Amendment = z.infer<typeof amendmentSchema>;

/**
 * The next reserve of the same ranking instead of a void proposal, by numbers; `envelopes` are
 * those to open.
 */
export const reserveSchema = z.object({
  voided: z.int(),
  reason: z.string(),
  reserve: z.int(),
  envelopes: z.array(z.uuid()),
});
export type Reserve = z.infer<typeof reserveSchema>;

export const statementSchema = z.discriminatedUnion("kind", [
  z.object({ ...common, kind: z.literal("AMENDMENT"), ...amendmentSchema.shape }),
  z.object({ ...common, kind: z.literal("RESERVE"), ...reserveSchema.shape }),
]);
export type Statement = z.infer<typeof statementSchema>;

/** The bytes that are hashed and signed. */
export function statementJson(statement: Statement): string {
  return canonical(statement);
}

/**
 * Parses a statement's canonical text; throws a ZodError, SyntaxError or, when it is not canonical,
 * a RangeError.
 */
export function parseStatement(json: string): Statement {
  const statement = statementSchema.parse(JSON.parse(json));
  if (statementJson(statement) !== json)
    throw new RangeError("The statement is not canonical JSON.");
  return statement;
}

/**
 * True when these are all statements of an edition in order, each of this edition and manifest and
 * following the one before.
 */
export function isStatementChain(
  editionId: string,
  manifestHash: Uint8Array,
  statements: readonly string[],
): boolean {
  let prev: string | null = null;
  for (const [at, json] of statements.entries()) {
    const parsed = readStatement(json);
    if (
      !parsed ||
      parsed.edition !== editionId ||
      parsed.manifestHash !== toHex(manifestHash) ||
      parsed.number !== at + 1 ||
      parsed.prev !== prev
    )
      return false;
    prev = toHex(statementHash(json));
  }
  return true;
}

function readStatement(json: string): Statement | null {
  try {
    return parseStatement(json);
  } catch {
    return null;
  }
}
