import { redirect } from "@remix-run/node";
import { saveCityLogo } from "#app/commands/city/city.server.ts";
import { logoLimit } from "#app/domain/city/logo.ts";
import { refuse } from "#app/domain/refusal.ts";
import { actFor, administrator } from "#app/http/actor.server.ts";
import { uploadOf } from "#app/http/upload.server.ts";

/** Keeps the chosen file as the city's logo. */
export const action = actFor(administrator, async ({ actor, request }) => {
  const { file } = await uploadOf(request, "logo", logoLimit);
  if (!file) throw refuse("file-refused", { field: "logo", reasons: [{ key: "logo-missing" }] });
  await saveCityLogo(actor.id, file);
  throw redirect("/area/admin/city?done=saved");
});
