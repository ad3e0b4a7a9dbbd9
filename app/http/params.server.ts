import { z } from "zod";
import { type Moment, momentSchema } from "#app/domain/mailing/mailing.ts";
import { notFound } from "./reply.server.ts";

const numberSchema = z
  .string()
  .regex(/^[1-9]\d{0,5}$/)
  .transform(Number);

/** The proposal number in the URL; anything else is a page that does not exist. */
export function publicNoOf(params: { no?: string | undefined }): number {
  const parsed = numberSchema.safeParse(params.no);
  if (!parsed.success) throw notFound();
  return parsed.data;
}

/** The proposal that a page was reached from, `?left=49`, or null. */
export function leftIn(request: Request): number | null {
  return numberSchema.safeParse(new URL(request.url).searchParams.get("left")).data ?? null;
}

/** The place of a file, from 1; anything else is a page that does not exist. */
export function placeOf(params: { position?: string }): number {
  return publicNoOf({ no: params.position });
}

/** The number of a meeting; anything else is a page that does not exist. */
export function meetingOf(params: { meeting?: string }): number {
  return publicNoOf({ no: params.meeting });
}

/** The moment whose mail it is about; anything else is a page that does not exist. */
export function momentOf(params: { moment?: string }): Moment {
  const parsed = momentSchema.safeParse(params.moment);
  if (!parsed.success) throw notFound();
  return parsed.data;
}

/** The id under this name in the URL; anything else is a page that does not exist. */
export function idOf(params: Record<string, string | undefined>, name: string): string {
  const parsed = z.uuid().safeParse(params[name]);
  if (!parsed.success) throw notFound();
  return parsed.data;
}
