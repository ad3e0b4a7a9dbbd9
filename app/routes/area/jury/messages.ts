import { data, redirect } from "@remix-run/node";
import { writeMessage } from "#app/commands/scoring/thread.server.ts";
import { threadMessageSchema } from "#app/domain/meetings/thread.ts";
import { actFor, juror } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { publicNoOf } from "#app/http/params.server.ts";

/** Writes to the other jurors of a proposal. */
export const action = actFor(juror, async ({ actor, edition, params, request }) => {
  const no = publicNoOf(params);
  const parsed = await parseForm(request, threadMessageSchema);
  if (!parsed.ok) return data({ result: parsed.reply }, 400);
  await writeMessage(actor.id, edition, no, parsed.value.text);
  throw redirect(`/area/jury/${edition.code}/${no}?done=written#thread`);
});
