import { redirect } from "@remix-run/node";
import { taskAnswerSchema } from "#app/custody/answer.ts";
import { signSubject } from "#app/commands/custody.server.ts";
import { recordKeyCheck } from "#app/commands/key-care.server.ts";
import { releaseShares } from "#app/commands/opening.server.ts";
import { refuse } from "#app/domain/refusal.ts";
import { actFor, custodian } from "#app/http/actor.server.ts";
import { formOf, longLimit } from "#app/http/body.server.ts";

/** Takes the answer to a task as a file: what was found, the signature on the ranking, the shares. */
export const action = actFor(custodian, async ({ actor, edition, request }) => {
  const file = (await formOf(request, longLimit)).get("answer");
  const given = taskAnswerSchema.safeParse(await jsonIn(file));
  if (!given.success || given.data.editionId !== edition.id) throw refuse("invalid", { field: "answer" });
  const { check, ranking, shares } = given.data;
  if (check) await recordKeyCheck(actor.id, edition.id, check);
  if (ranking) await signSubject(actor.id, edition.id, "RANKING", ranking);
  if (shares) await releaseShares(actor.id, edition.id, shares);
  throw redirect(`/area/custody/${edition.code}?done=answered`);
});

async function jsonIn(file: FormDataEntryValue | null): Promise<unknown> {
  try {
    return file instanceof File ? JSON.parse(await file.text()) : null;
  } catch {
    return null;
  }
}
