import { redirect } from "@remix-run/node";
import { changeLanguage } from "#app/commands/people/account.server.ts";
import { languageSchema, pathBack } from "#app/domain/people/account.ts";
import { refuse } from "#app/domain/refusal.ts";
import { actFor, signedIn } from "#app/http/actor.server.ts";
import { formOf } from "#app/http/body.server.ts";

/** Changes the language of the account from any page, and goes back to that page. */
export const action = actFor(signedIn, async ({ actor, request }) => {
  const form = await formOf(request);
  const parsed = languageSchema.safeParse({ locale: form.get("locale") });
  if (!parsed.success) throw refuse("invalid", { field: "locale" });
  await changeLanguage(actor.id, parsed.data.locale);
  // no document is loaded again: what is typed on the page stays
  throw redirect(pathBack(String(form.get("back") ?? "")));
});
