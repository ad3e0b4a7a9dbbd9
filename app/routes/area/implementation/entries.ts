import { data, redirect } from "@remix-run/node";
import { addNote } from "#app/commands/implementation/implementation.server.ts";
import { noteSchema } from "#app/domain/implementation/implementation.ts";
import { actFor } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { withImplementationAccess } from "#app/http/implementation-access.server.ts";

/** Tells something, or corrects an earlier entry. */
export const action = actFor(withImplementationAccess, async ({ at, page, request }) => {
  const parsed = await parseForm(request, noteSchema);
  if (!parsed.ok) return data({ result: parsed.reply }, 400);
  await addNote(at, parsed.value);
  throw redirect(`${page}?done=saved`);
});
