import { data, redirect } from "@remix-run/node";
import { useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { correctOutsider } from "#app/commands/people/people.server.ts";
import { outsiderSchema } from "#app/domain/people/account.ts";
import { refuse } from "#app/domain/refusal.ts";
import { actFor, administrator, pageFor } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { personView } from "#app/queries/people/people.server.ts";
import { Act } from "#app/ui/forms/act.tsx";
import { Done } from "#app/ui/forms/fields.tsx";
import { PersonState } from "#app/routes/area/admin/parts/people-table.tsx";
import { titled } from "#app/ui/frame/title.ts";
import { PersonForm } from "./parts/person-form.tsx";
import { personIn } from "./parts/person-in.ts";

export const meta = titled("people.title");

export const loader = pageFor(administrator, async ({ params }) => {
  const person = await personView(personIn(params));
  if (!person) throw refuse("not-found");
  return { person };
});

export const action = actFor(administrator, async ({ actor, request, params }) => {
  const parsed = await parseForm(request, outsiderSchema);
  if (!parsed.ok) return data({ result: parsed.reply }, 400);
  const id = personIn(params);
  await correctOutsider(actor.id, id, parsed.value);
  return redirect(`/area/admin/people/${id}?done=saved`);
});

const acts = [
  "created",
  "saved",
  "invited",
  "administrator",
  "not-administrator",
  "deactivated",
  "reactivated",
  "factor-reset",
] as const;

export default function PersonPage() {
  const t = useTranslations("people");
  const { person } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const save = useTranslations("form")("save");
  const [search] = useSearchParams();
  const done = acts.find((act) => act === search.get("done"));
  return (
    <div className="stack">
      <h1>
        {person.name} {person.surname}
      </h1>
      <Done when={done !== undefined}>{done && t(`done.${done}`)}</Done>
      <Facts />
      <Acts />
      {person.staffNumber === null ? (
        <section>
          <h2>{t("edit")}</h2>
          <PersonForm key={JSON.stringify(person)} answer={answer} person={person} submit={save} />
        </section>
      ) : (
        <p className="soft">{t("onStaffList")}</p>
      )}
    </div>
  );
}

function Facts() {
  const t = useTranslations("people");
  const column = useTranslations("admin.column");
  const { person } = useLoaderData<typeof loader>();
  const facts: [string, string][] = [
    [column("email"), person.email],
    [column("staffNumber"), person.staffNumber ?? t("outsider")],
    [column("unit"), person.unit],
    [column("qualification"), person.qualification],
    [
      t("roles"),
      person.roles.map(({ kind, edition }) => `${t(`role.${kind}`)} (${edition})`).join(", "),
    ],
  ];
  return (
    <dl className="pairs">
      {facts
        .filter(([, value]) => value)
        .map(([name, value]) => (
          <div key={name} style={{ display: "contents" }}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      <dt>{column("state")}</dt>
      <dd>
        <PersonState {...person} />
      </dd>
    </dl>
  );
}

function Acts() {
  const t = useTranslations("people");
  const { person } = useLoaderData<typeof loader>();
  const at = `/area/admin/people/${person.id}`;
  if (!person.active) return <Act action={`${at}/access`}>{t("reactivate")}</Act>;
  return (
    <div className="row" style={{ alignItems: "flex-start" }}>
      <Act action={`${at}/invitation`}>{t("invite")}</Act>
      {person.isAdministrator ? (
        <Act action={`${at}/administrator`} method="delete" variant="default">
          {t("unmakeAdministrator")}
        </Act>
      ) : (
        <Act action={`${at}/administrator`} variant="default">
          {t("makeAdministrator")}
        </Act>
      )}
      {person.hasFactor && (
        <Act action={`${at}/second-factor`} variant="default">
          {t("resetFactor")}
        </Act>
      )}
      <Act action={`${at}/access`} method="delete" variant="outline" color="red">
        {t("deactivate")}
      </Act>
    </div>
  );
}
