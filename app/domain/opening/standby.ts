import { z } from "zod";
import { hasReached, phases } from "#app/domain/phase.ts";

/** How far freeze and opening have come, for a custodian's page that stays open. */
export const standbySchema = z.object({
  phase: z.enum(phases),
  quorum: z.int(),
  signed: z.int(),
  toOpen: z.int(),
  released: z.int(),
});
export type Standby = z.infer<typeof standbySchema>;

/** What such a page does next. */
export type StandbyStep =
  "wait-for-signatures" | "wait-for-opening" | "release" | "wait-for-reserves" | "done";

/** It releases once the opening began with a quorum's signatures, and then stays for reserves. */
export function nextStep({ phase, quorum, signed, toOpen, released }: Standby): StandbyStep {
  if (hasReached(phase, "published")) return "done";
  if (signed < quorum) return "wait-for-signatures";
  if (phase !== "opening") return "wait-for-opening";
  return released < toOpen ? "release" : "wait-for-reserves";
}
