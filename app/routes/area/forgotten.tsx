import { Button } from "@mantine/core";
import { data, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useNavigation, useSearchParams } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { askForLink } from "#app/commands/people/password.server.ts";
import { askForLinkSchema } from "#app/domain/people/account.ts";
import { actFor, anybody, pageFor } from "#app/http/actor.server.ts";
import { entranceLocale } from "#app/http/entrance.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { Done, RefusalAlert, TextField } from "#app/ui/forms/fields.tsx";
import { useSchemaForm } from "#app/ui/forms/schema-form.ts";
import { titled } from "#app/ui/frame/title.ts";

export const meta = titled("forgotten.title");

export const loader = pageFor(anybody, async () => null);

export const action = actFor(anybody, async ({ request, context }) => {
  const locale = entranceLocale(request);
  const parsed = await parseForm(request, askForLinkSchema);
  if (!parsed.ok) return data({ result: parsed.reply }, 400);
  await askForLink({ ...parsed.value, address: context.address });
  return redirect(`/area/forgotten?lang=${locale}&done=sent`);
});

export default function Forgotten() {
  const t = useTranslations("forgotten");
  const words = useTranslations("login");
  const answer = useActionData<typeof action>();
  const [search] = useSearchParams();
  const [form, fields] = useSchemaForm(
    async () => (await import("#app/domain/people/account.ts")).askForLinkSchema,
    answer,
  );
  const busy = useNavigation().state !== "idle";
  const sent = search.get("done") === "sent";
  return (
    <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate className="stack">
      <h1>{t("title")}</h1>
      <Done when={sent && !answer}>{t("sent")}</Done>
      <p>{t("text")}</p>
      <RefusalAlert refusal={answer && "refusal" in answer ? answer.refusal : undefined} />
      <TextField
        field={fields.email}
        label={words("email")}
        type="email"
        autoComplete="username"
        required
      />
      <div className="row">
        <Button type="submit" loading={busy}>
          {t("submit")}
        </Button>
        <Link to={`/area/login?lang=${search.get("lang") ?? ""}`}>{t("back")}</Link>
      </div>
    </Form>
  );
}
