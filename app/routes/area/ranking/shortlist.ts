import { data, redirect } from "@remix-run/node";
import { decideShortlist } from "#app/commands/ranking/ranking.server.ts";
import { shortlistSchema } from "#app/domain/ranking/shortlist.ts";
import { actFor } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { withRankingAccess } from "#app/http/ranking-access.server.ts";

/** Puts a proposal on the shortlist, or takes it off. */
export const action = actFor(withRankingAccess, async ({ decider, edition, desk, request }) => {
  const parsed = await parseForm(request, shortlistSchema);
  if (!parsed.ok) return data({ errors: parsed.reply.error ?? {} }, 400);
  await decideShortlist(decider, edition.id, parsed.value);
  throw redirect(`${desk}/ranking?done=listed`);
});
