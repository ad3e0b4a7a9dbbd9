import { z } from "zod";
import { hasReached, type Phase } from "./edition.ts";
import { instantOf, localDateTime } from "./date-form.ts";

// Results can be published by themselves at a moment an organiser sets, until then revocable.

/** A moment can be set from the freeze until the publication. */
export function takesPublicationDate(phase: Phase): boolean {
  return hasReached(phase, "frozen") && !hasReached(phase, "published");
}

/** The form of that moment, in the edition's own time; a wrong or impossible local time is named at its field. */
export function publicationDateForm(timeZone: string) {
  return z.object({
    at: z.string({ error: "required" }).pipe(localDateTime).superRefine((value, context) => {
      if (instantOf(value, timeZone) === null) context.addIssue({ code: "custom", message: "skipped-hour" });
    }),
  });
}
