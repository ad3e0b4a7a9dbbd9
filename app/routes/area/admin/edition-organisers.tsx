import { redirect } from "@remix-run/node";
import { Link, useActionData } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { addOrganiser } from "#app/commands/edition/edition.server.ts";
import { refuse } from "#app/domain/refusal.ts";
import { actFor, administrator } from "#app/http/actor.server.ts";
import { formOf } from "#app/http/body.server.ts";
import { RefusalAlert } from "#app/ui/forms/fields.tsx";

/** Makes a person organiser of an edition. */
export const action = actFor(administrator, async ({ actor, params, request }) => {
  const parsed = z
    .object({ edition: z.uuid(), email: z.email() })
    .safeParse({ edition: params.editionId, email: (await formOf(request)).get("email") });
  if (!parsed.success) throw refuse("invalid", { field: "email" });
  await addOrganiser(actor.id, parsed.data.edition, parsed.data.email);
  throw redirect("/area/admin/editions");
});

/** Shown only when the act was refused. */
export default function AddOrganiserPage() {
  const answer = useActionData<typeof action>();
  const t = useTranslations("form");
  return (
    <div className="stack narrow">
      {answer && "refusal" in answer && <RefusalAlert refusal={answer.refusal} />}
      <Link to="/area/admin/editions">{t("back")}</Link>
    </div>
  );
}
