import { data } from "@remix-run/node";
import { sayWhoseComputer } from "#app/commands/people/session.server.ts";
import { whoseComputerSchema } from "#app/domain/people/account.ts";
import { actFor, signedIn } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { settingCookies } from "#app/http/reply.server.ts";

/** Says whose computer this is: the session goes on as one of that kind. */
export const action = actFor(signedIn, async ({ actor, request }) => {
  const parsed = await parseForm(request, whoseComputerSchema);
  if (!parsed.ok) return data({ result: parsed.reply }, 400);
  const cookies = await sayWhoseComputer(
    actor.id,
    request.headers.get("Cookie"),
    parsed.value.computer,
  );
  return data({ computer: parsed.value.computer }, { headers: settingCookies(cookies) });
});
