import { redirect } from "@remix-run/node";
import { makeAdministrator, unmakeAdministrator } from "#app/commands/people/people.server.ts";
import { actFor, administrator } from "#app/http/actor.server.ts";
import { personIn } from "./parts/person-in.ts";

/** POST makes an administrator, DELETE unmakes one. */
export const action = actFor(administrator, async ({ actor, request, params }) => {
  const id = personIn(params);
  const makes = request.method === "POST";
  await (makes ? makeAdministrator : unmakeAdministrator)(actor.id, id);
  return redirect(
    !makes && id === actor.id
      ? "/area/desk"
      : `/area/admin/people/${id}?done=${makes ? "administrator" : "not-administrator"}`,
  );
});
