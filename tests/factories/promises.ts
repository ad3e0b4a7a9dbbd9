import type { EditionFacts } from "#app/domain/edition/guards.ts";
import type { EnteredPhase } from "#app/domain/phase.ts";

/** What was promised, from which transition to which it is asked, and facts that break it. */
export const promises: [string, EnteredPhase, EnteredPhase, Partial<EditionFacts>][] = [
  ["manifest-differs", "announced", "published", { manifestPinned: "differs" }],
  ["root-signatures", "scoring", "published", { rootSignatures: 2 }],
  ["unscreened", "scoring", "frozen", { unscreened: 1 }],
  ["none-admitted", "scoring", "frozen", { admitted: 0 }],
  ["conflicts-undeclared", "scoring", "deliberation", { jurorsUndeclared: 1 }],
  ["understaffed", "scoring", "frozen", { understaffed: [2] }],
  ["lack-internal", "scoring", "frozen", { lackInternal: [2] }],
  ["lack-external", "scoring", "frozen", { lackExternal: [2] }],
  ["jurors-together", "scoring", "frozen", { together: [2] }],
  ["not-frozen", "opening", "published", { rankingFrozen: false }],
  ["ranking-signatures", "opening", "published", { rankingSignatures: 2 }],
];
