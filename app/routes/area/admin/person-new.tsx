import { data, redirect } from "@remix-run/node";
import { useActionData } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { createOutsider } from "#app/commands/people/people.server.ts";
import { outsiderSchema } from "#app/domain/people/account.ts";
import { actFor, administrator, pageFor } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { titled } from "#app/ui/frame/title.ts";
import { PersonForm } from "./parts/person-form.tsx";

export const meta = titled("people.newTitle");

export const loader = pageFor(administrator, async () => null);

export const action = actFor(administrator, async ({ actor, request }) => {
  const parsed = await parseForm(request, outsiderSchema);
  if (!parsed.ok) return data({ result: parsed.reply }, 400);
  const { id } = await createOutsider(actor.id, parsed.value);
  return redirect(`/area/admin/people/${id}?done=created`);
});

export default function NewPerson() {
  const t = useTranslations("people");
  return (
    <>
      <h1>{t("newTitle")}</h1>
      <PersonForm answer={useActionData<typeof action>()} submit={t("create")} />
    </>
  );
}
