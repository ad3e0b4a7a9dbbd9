import { saveDraft } from "#app/commands/scoring/score.server.ts";
import { savedDraftSchema } from "#app/domain/scoring/sheet.ts";
import { answerFor, juror } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { publicNoOf } from "#app/http/params.server.ts";
import { criteriaOf } from "#app/queries/edition/criteria.server.ts";

/** Takes what a juror's page saves by itself; answers with the version that is stored now. */
export const action = answerFor(juror, async ({ actor, edition, params, request }) => {
  const parsed = await parseForm(request, savedDraftSchema(await criteriaOf(edition.id)));
  if (!parsed.ok) return Response.json({ errors: parsed.reply.error }, { status: 400 });
  const { then: _then, ...draft } = parsed.value;
  const { version, savedAt } = await saveDraft(actor.id, edition.id, publicNoOf(params), draft);
  return Response.json({ version, savedAt: savedAt.toISOString() });
});
