import { z } from "zod";
import { graceEnd } from "#app/domain/phase.ts";

// What the person an opened envelope names does with it: sealing.md §10, 'Claims'.

const yesOrNo = z.enum(["yes", "no"]);

/**
 * The answer as the desk's form sends it; 'not mine' always says why. Whether the name may be
 * published has no default: consent is an act of their own, and silence or a box ticked before is
 * none (GDPR, art. 4 no. 11 and recital 32).
 */
export const claimSchema = z
  .object({
    envelopeId: z.uuid(),
    mine: yesOrNo.default("yes"),
    prize: yesOrNo.default("yes"),
    named: yesOrNo.optional(),
    reason: z.string().trim().max(1000).default(""),
  })
  .refine(({ mine, named }) => mine === "no" || named !== undefined, {
    path: ["named"],
    error: "required",
  })
  .refine(({ mine, reason }) => mine === "yes" || reason !== "", {
    path: ["reason"],
    error: "required",
  });

/** An answer as it is kept; who says 'not mine' says nothing of prize and name. */
export type ClaimAnswer = {
  named: boolean;
  prizeAccepted: boolean;
  notMine: boolean;
  reason: string;
};

/** The answer behind a form. */
export function answerIn({
  mine,
  prize,
  named,
  reason,
}: z.output<typeof claimSchema>): ClaimAnswer {
  if (mine === "no") return { named: false, prizeAccepted: true, notMine: true, reason };
  return { named: named === "yes", prizeAccepted: prize === "yes", notMine: false, reason: "" };
}

export type ClaimFacts = {
  answer: Pick<ClaimAnswer, "notMine"> | null;
  /** judged together with the others: from then on the days to answer count */
  settledAt: Date;
  answerMinutes: number;
  /** whoever holds the receipt said that the proposal is theirs */
  objected: boolean;
  now: Date;
};

/**
 * Where a claim stands. `waiting`: may answer still. `silent`: did not, the prize is kept and the
 * name not shown. `disowning`: said 'not mine', and whoever holds the receipt may still object.
 * `disowned`: nobody did. `disputed`: the receipt contradicts the person; people decide, not the
 * program.
 */
export type ClaimState = "waiting" | "silent" | "answered" | "disowning" | "disowned" | "disputed";

export function claimState({
  answer,
  settledAt,
  answerMinutes,
  objected,
  now,
}: ClaimFacts): ClaimState {
  const isOver = now >= answersEnd(settledAt, answerMinutes);
  if (!answer) return isOver ? "silent" : "waiting";
  if (!answer.notMine) return "answered";
  if (objected) return "disputed";
  return isOver ? "disowned" : "disowning";
}

/** True when the claim may still change the outcome, so that nothing is published yet. */
export function isPending(state: ClaimState): boolean {
  return state === "waiting" || state === "disowning" || state === "disowned";
}

/** Until when the named person answers, and the receipt objects. */
export function answersEnd(settledAt: Date, answerMinutes: number): Date {
  return graceEnd(settledAt, answerMinutes);
}
