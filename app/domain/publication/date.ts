import { hasReached, type Phase } from "#app/domain/phase.ts";

// Results can be published by themselves at a moment an organiser sets, until then revocable.

/** A moment can be set from the freeze until the publication. */
export function takesPublicationDate(phase: Phase): boolean {
  return hasReached(phase, "frozen") && !hasReached(phase, "published");
}
