import { data, redirect } from "@remix-run/node";
import { importStaff } from "#app/commands/people/import-staff.server.ts";
import { refuse } from "#app/domain/refusal.ts";
import { staffFileLimit } from "#app/domain/people/staff.ts";
import { actFor, administrator } from "#app/http/actor.server.ts";
import { uploadOf } from "#app/http/upload.server.ts";
import { problemsOf } from "./parts/staff-preview.ts";

/** Does what the rehearsal showed, and nothing else. */
export const action = actFor(administrator, async ({ actor, request }) => {
  const { file, fields } = await uploadOf(request, "file", staffFileLimit);
  if (!file) throw refuse("invalid", { field: "file" });
  const agreed = fields.get("agreed");
  const done = await importStaff(actor.id, file, typeof agreed === "string" ? agreed : "");
  if ("problems" in done) return data(problemsOf(done.problems), 422);
  return redirect("/area/admin/staff?done=imported");
});
