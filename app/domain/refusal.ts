import * as z from "zod/mini";

/**
 * Why something is not done: the closed list. Each code has a status in http/reply and words in
 * i18n `refusal.*`.
 */
export const refusalCodes = [
  // who asks
  "signed-out",
  "not-found",
  "not-allowed",
  "wrong-credentials",
  "too-many-attempts",
  "confirm-again",
  "link-spent",
  "account-inactive",
  // when
  "wrong-phase",
  "too-early",
  "too-late",
  "blocked",
  // what
  "invalid",
  "duplicate",
  "conflict",
  "stale",
  "in-use",
  // eligibility
  "not-eligible",
  "holds-role",
  "holds-other-role",
  "holds-pass",
  "unknown-person",
  "passes-exhausted",
  "passes-returned",
  "passes-used",
  "passes-incomplete",
  "passes-foreign",
  // the seal
  "nothing-to-answer",
  "announced-today",
  "already-released",
  "too-few-people",
  "token-invalid",
  "token-spent",
  "envelope-invalid",
  "manifest-differs",
  "receipt-unknown",
  "withdrawn",
  "not-lead",
  "invitation-unknown",
  "team-full",
  "key-unknown",
  "key-in-use",
  "manifest-unsigned",
  "signature-invalid",
  "statement-broken",
  "quorum-missing",
  "not-tested",
  "cookie-on-p",
  "not-wrapped",
  "too-large",
  "wrong-size",
  "busy",
  "file-refused",
  // judging
  "not-assigned",
  "recused",
  "incomplete",
  "already-confirmed",
  "not-confirmed",
  "infeasible",
  "out-of-time",
  "prizes-exhausted",
  "off-theme",
  "not-shortlisted",
  // in a meeting
  "no-quorum",
  "no-votes",
  "too-many-votes",
] as const;

export type RefusalCode = (typeof refusalCodes)[number];

/**
 * A no with its reason; `params` fill the words, `field` is the field it is about, `reasons` are
 * the details as message keys.
 */
export type Refusal = {
  code: RefusalCode;
  params?: Record<string, string | number> | undefined;
  field?: string | undefined;
  reasons?: Reason[] | undefined;
};

/**
 * One thing that blocks, as a key under i18n `reason.*`, and the page where it is mended (relative
 * to the edition's desk).
 */
export type Reason = {
  key: string;
  params?: Record<string, string | number> | undefined;
  where?: string | undefined;
};

const reason = z.object({
  key: z.string(),
  params: z.optional(z.record(z.string(), z.union([z.string(), z.number()]))),
  where: z.optional(z.string()),
});
const refusal = z.object({
  code: z.enum(refusalCodes),
  params: reason.shape.params,
  field: z.optional(z.string()),
  reasons: z.optional(z.array(reason)),
});

/** Reasons as they are stored. */
export const reasonsSchema = z.array(reason);

/** The refusal in a JSON answer; one that holds none reads as a service that cannot answer now. */
export function refusalIn(answer: unknown): Refusal {
  return z.object({ refusal }).safeParse(answer).data?.refusal ?? { code: "busy" };
}

/** Carries a refusal out of a transaction, so that nothing half-written stays. */
export class Refused extends Error {
  override name = "Refused";
  constructor(readonly refusal: Refusal) {
    super(refusal.code);
  }
}

/** Throws the refusal: `throw refuse("too-late")` reads as it acts. */
export function refuse(code: RefusalCode, details: Omit<Refusal, "code"> = {}): Refused {
  return new Refused({ code, ...details });
}
