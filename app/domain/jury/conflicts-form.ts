import { z } from "zod";
import { localDateTimeIn } from "#app/domain/date-form.ts";

/**
 * The date until which proposers are asked, as the form gives it; a wall-clock time in the
 * edition's zone.
 */
export function askForm(timeZone: string) {
  return z.object({ until: localDateTimeIn(timeZone) });
}
