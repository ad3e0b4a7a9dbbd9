import { z } from "zod";
import type { Phase } from "#app/domain/phase.ts";
import { hasReached } from "#app/domain/phase.ts";
import { juryExceptionSchema } from "#app/domain/jury/exception.ts";
import { localeSchema, localised } from "#app/domain/localised.ts";
import { wholeNumber } from "#app/domain/number.ts";
import { rankingMethods } from "#app/domain/ranking/method.ts";
import type { RefusalCode } from "#app/domain/refusal.ts";
import { choices } from "./vote.ts";
import { isWhole } from "#app/domain/proposal/words.ts";

// The minutes of a meeting: the facts it left, fixed when it is closed. Proposals go by number,
// those who scored by the letters of their sheets; who was present, left or voted by name.

const instant = z.iso.datetime();
const scores = z.record(z.string(), z.number());

export const memberCapacities = ["chair", "internal", "external", "secretary"] as const;

const memberSchema = z.object({
  name: z.string(),
  capacity: z.enum(memberCapacities),
  present: z.boolean(),
});
/** `round` 2: of a juror who came in deliberation. */
const sheetSchema = z.object({
  letter: z.string(),
  round: z.int(),
  scores,
  total: z.number().nullable(),
});
/** A version of a sheet made in deliberation: what it was before, and why. */
const revisionSchema = z.object({
  letter: z.string(),
  before: z.number().nullable(),
  total: z.number().nullable(),
  reason: z.string(),
});
const itemSchema = z.object({
  no: z.int(),
  title: z.string(),
  locale: localeSchema,
  discussed: z.boolean(),
  /** who was present and left; where conflicts are sealed, only whom organisers named */
  left: z.array(z.string()),
  note: z.string(),
  sheets: z.array(sheetSchema),
  revisions: z.array(revisionSchema),
});
const voteSchema = z.object({
  number: z.int(),
  at: instant,
  no: z.int().nullable(),
  matter: z.string(),
  secret: z.boolean(),
  inFavour: z.int(),
  against: z.int(),
  abstained: z.int(),
  byName: z.array(z.object({ name: z.string(), choice: z.enum(choices) })),
  present: z.int(),
  members: z.int(),
  replaces: z.int().nullable(),
  reason: z.string(),
});
/**
 * The jury's vote on proposals that tie, recorded on a day of this meeting: the lower position
 * ranks first.
 */
const tieSchema = z.object({
  at: instant,
  reason: z.string(),
  positions: z.array(z.object({ no: z.int(), position: z.int() })),
});
const rankingSchema = z.object({
  method: z.enum(rankingMethods),
  rows: z.array(
    z.object({ no: z.int(), rank: z.int(), score: z.number(), mean: z.number(), sheets: z.int() }),
  ),
  unranked: z.array(z.int()),
});
const remarkSchema = z.object({ at: instant, name: z.string(), text: z.string() });
/** A note that was put right after the meeting, with what it had been. */
const correctionSchema = z.object({
  at: instant,
  name: z.string(),
  no: z.int(),
  before: z.string(),
  reason: z.string(),
});

/** What the minutes of a meeting say, as it is hashed and signed. */
export const minutesFactsSchema = z.object({
  v: z.literal(1),
  /** so that whoever is kept from an item cannot find it by trying what has this hash */
  salt: z.string(),
  edition: z.object({ code: z.string(), names: localised, timeZone: z.string() }),
  number: z.int(),
  openedAt: instant,
  closedAt: instant,
  closedBy: z.string(),
  sealedConflicts: z.boolean(),
  members: z.array(memberSchema),
  /**
   * what of the jury's rules did not hold when a phase began; absent where all did, so that older
   * minutes keep their hash
   */
  juryExceptions: z.array(juryExceptionSchema).optional(),
  criteria: z.array(
    z.object({ key: z.string(), name: localised, weight: z.int(), maxScore: z.int() }),
  ),
  items: z.array(itemSchema),
  votes: z.array(voteSchema),
  ties: z.array(tieSchema),
  ranking: rankingSchema,
  /** of ranking.json, where the ranking was frozen before the meeting was closed */
  commitment: z.string().nullable(),
  remarks: z.array(remarkSchema),
  corrections: z.array(correctionSchema),
});
export type MinutesFacts = z.output<typeof minutesFactsSchema>;

/** What is shown of them: of the ranking perhaps nothing, and never the salt. */
export const shownMinutesSchema = minutesFactsSchema
  .omit({ salt: true })
  .extend({ ranking: rankingSchema.nullable() });
export type ShownMinutes = z.output<typeof shownMinutesSchema>;

const text = (max: number) =>
  z
    .string({ error: "required" })
    .trim()
    .min(1, { error: "required" })
    .max(max, { error: `too-long?max=${max}` })
    .refine(isWhole, { error: "broken-text" })
    .transform((typed) => typed.replaceAll("\r\n", "\n"));
/** `hash`: the version that was seen, in hexadecimal. */
const seen = { hash: z.string().regex(/^[0-9a-f]{64}$/) };
export const remarkFormSchema = z.object({ ...seen, text: text(4000) });
export const correctionFormSchema = z.object({
  ...seen,
  publicNo: wholeNumber(1, 1_000_000),
  note: text(4000),
  reason: text(1000),
});
export const signatureFormSchema = z.object(seen);

/** With a remark at the end. */
export function withRemark(
  facts: MinutesFacts,
  remark: MinutesFacts["remarks"][number],
): MinutesFacts {
  return { ...facts, remarks: [...facts.remarks, remark] };
}

/**
 * With another note on a proposal of the agenda; null when it is not on it. What it had been stays,
 * with the reason.
 */
export function withCorrection(
  facts: MinutesFacts,
  no: number,
  note: string,
  by: { at: string; name: string; reason: string },
): MinutesFacts | null {
  const item = facts.items.find((each) => each.no === no);
  if (!item) return null;
  return {
    ...facts,
    items: facts.items.map((each) => (each === item ? { ...each, note } : each)),
    corrections: [...facts.corrections, { ...by, no, before: item.note }],
  };
}

// ── who reads, who signs ─────────────────────────────────────────────────────

/** As what somebody holds the jury's meetings. */
export type MinutesRole = "ORGANISER" | "SECRETARY" | "CHAIR";
export type SigningCapacity = "CHAIR" | "SECRETARY";

/**
 * Minutes hold others' scores: holders read them from deliberation on, and the chair once their own
 * sheets are confirmed.
 */
export function readsMinutes({
  phase,
  holder,
  confirmed,
}: {
  phase: Phase;
  holder: MinutesRole | null;
  confirmed: boolean;
}): boolean {
  return holder !== null && hasReached(phase, "deliberation") && (holder !== "CHAIR" || confirmed);
}

/**
 * In which capacity a holder signs off; an organiser in the secretary's stead, where the jury has
 * none, else not.
 */
export function signsAs(holder: MinutesRole, hasSecretary: boolean): SigningCapacity | null {
  if (holder === "ORGANISER") return hasSecretary ? null : "SECRETARY";
  return holder;
}

/** Signatures on the version that counts. */
type Signed = readonly { readonly capacity: SigningCapacity; readonly actorId: string }[];

/** Both signed: nothing changes any more. */
export function isSignedOff(signatures: Signed): boolean {
  return new Set(signatures.map(({ capacity }) => capacity)).size === 2;
}

/** Why this person does not sign now, or null; two different people sign, each once. */
export function whyNotSign(
  by: { actorId: string; capacity: SigningCapacity | null },
  signatures: Signed,
): RefusalCode | null {
  if (by.capacity === null) return "not-allowed";
  if (isSignedOff(signatures)) return "too-late";
  if (signatures.some(({ capacity }) => capacity === by.capacity)) return "duplicate";
  return signatures.some(({ actorId }) => actorId === by.actorId) ? "holds-other-role" : null;
}
