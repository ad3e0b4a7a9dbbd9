import { getFormProps } from "@conform-to/react";
import { Button, TextInput } from "@mantine/core";
import { data, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { createEdition } from "#app/commands/edition/edition.server.ts";
import { newEditionSchema } from "#app/domain/edition/settings.ts";
import { actFor, administrator, pageFor } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { editionsForAdministrator } from "#app/queries/edition/manage.server.ts";
import { Act } from "#app/ui/forms/act.tsx";
import { RefusalAlert, SelectField, TextField } from "#app/ui/forms/fields.tsx";
import { useSchemaForm } from "#app/ui/forms/schema-form.ts";

export const loader = pageFor(administrator, async ({ actor }) => ({
  self: actor.id,
  editions: await editionsForAdministrator(),
}));

/** Creates an edition, from scratch or as a copy; whoever creates it organises it. */
export const action = actFor(administrator, async ({ actor, request }) => {
  const parsed = await parseForm(request, newEditionSchema);
  if (!parsed.ok) return data({ result: parsed.reply }, 400);
  const edition = await createEdition(actor.id, parsed.value);
  throw redirect(`/area/manage/${edition.code}/settings`);
});

/** All editions, their organisers, and a new one. */
export default function EditionsPage() {
  const { self, editions } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const t = useTranslations("admin.editions");
  const tPhase = useTranslations("phase");
  const [form, fields] = useSchemaForm(
    async () => (await import("#app/domain/edition/settings.ts")).newEditionSchema,
    answer,
  );
  return (
    <div className="stack narrow">
      <h1>{t("title")}</h1>
      {editions.map((edition) => (
        <section key={edition.id} className="panel stack">
          <h2 className="row">
            {edition.code} <span className="tag">{tPhase(edition.phase)}</span>
          </h2>
          {edition.organisers.some(({ id }) => id === self) && (
            <Link to={`/area/manage/${edition.code}`}>{t("manage")}</Link>
          )}
          <ul>
            {edition.organisers.map((person) => (
              <li key={person.id} className="row">
                {person.name} <span className="soft">{person.email}</span>
                {edition.organisers.length > 1 && (
                  <Act
                    action={`/area/admin/editions/${edition.id}/organisers/removal`}
                    values={{ userId: person.id }}
                    size="compact-xs"
                    variant="outline"
                    color="red"
                  >
                    {t("removeOrganiser")}
                  </Act>
                )}
              </li>
            ))}
          </ul>
          <Form
            method="post"
            action={`/area/admin/editions/${edition.id}/organisers`}
            className="row"
            style={{ alignItems: "end" }}
          >
            <TextInput name="email" type="email" required label={t("organiserMail")} />
            <Button type="submit" variant="default">
              {t("addOrganiser")}
            </Button>
          </Form>
        </section>
      ))}
      <Form method="post" {...getFormProps(form)} className="panel stack">
        <h2>{t("new")}</h2>
        {answer && "refusal" in answer && <RefusalAlert refusal={answer.refusal} />}
        <TextField field={fields.code} label={t("code")} description={t("codeHelp")} required />
        <TextField field={fields.name} label={t("name")} required />
        <SelectField
          field={fields.copyFrom}
          label={t("copyFrom")}
          options={[
            { value: "", label: t("scratch") },
            ...editions.map(({ id, code }) => ({ value: id, label: code })),
          ]}
        />
        <div>
          <Button type="submit">{t("create")}</Button>
        </div>
      </Form>
    </div>
  );
}
