import { redirect } from "@remix-run/node";
import { taskAnswerSchema } from "#app/custody/answer.ts";
import { signSubject } from "#app/commands/opening/custody.server.ts";
import { recordKeyCheck } from "#app/commands/opening/key-care.server.ts";
import { releaseShares } from "#app/commands/opening/opening.server.ts";
import { showAgain } from "#app/commands/people/second-factor.server.ts";
import { refuse } from "#app/domain/refusal.ts";
import type { Actor } from "#app/domain/policy.ts";
import { shownAgainSchema } from "#app/domain/people/second-factor.ts";
import { actFor, custodian, requireConfirmed } from "#app/http/actor.server.ts";
import { formOf, longLimit } from "#app/http/body.server.ts";

/**
 * Takes the answer to a task as a file: what was found, the signature on the ranking, the shares.
 */
export const action = actFor(custodian, async ({ actor, edition, request }) => {
  const form = await formOf(request, longLimit);
  const given = taskAnswerSchema.safeParse(await jsonIn(form.get("answer")));
  if (!given.success || given.data.editionId !== edition.id)
    throw refuse("invalid", { field: "answer" });
  const { check, ranking, shares } = given.data;
  if (shares) await confirmedBy(actor, request, form.get("again"));
  if (check) await recordKeyCheck(actor.id, edition.id, check);
  if (ranking) await signSubject(actor.id, edition.id, "RANKING", ranking);
  if (shares) await releaseShares(actor.id, edition.id, shares);
  throw redirect(`/area/custody/${edition.code}?done=answered`);
});

/**
 * Shares take the second factor again: in the same form, which works without script, or shown in
 * place before.
 */
async function confirmedBy(
  actor: Actor,
  request: Request,
  again: FormDataEntryValue | null,
): Promise<void> {
  if (typeof again !== "string" || again === "") return requireConfirmed(actor, request);
  const parsed = shownAgainSchema.safeParse({ answer: again });
  if (!parsed.success) throw refuse("invalid", { field: "again" });
  await showAgain(actor.id, parsed.data.answer);
}

async function jsonIn(file: FormDataEntryValue | null): Promise<unknown> {
  try {
    return file instanceof File ? JSON.parse(await file.text()) : null;
  } catch {
    return null;
  }
}
