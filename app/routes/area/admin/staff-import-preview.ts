import { data } from "@remix-run/node";
import { previewStaffImport } from "#app/commands/people/import-staff.server.ts";
import { refuse } from "#app/domain/refusal.ts";
import { staffFileLimit } from "#app/domain/people/staff.ts";
import { actFor, administrator } from "#app/http/actor.server.ts";
import { uploadOf } from "#app/http/upload.server.ts";
import { previewOf, problemsOf } from "./parts/staff-preview.ts";

/** What the chosen file would do; writes nothing. */
export const action = actFor(administrator, async ({ request }) => {
  const { file } = await uploadOf(request, "file", staffFileLimit);
  if (!file) throw refuse("invalid", { field: "file" });
  const found = await previewStaffImport(file);
  if ("problems" in found) return data(problemsOf(found.problems), 422);
  return data({ preview: previewOf(found) });
});
