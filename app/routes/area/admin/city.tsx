import { getFormProps } from "@conform-to/react";
import { Button, ColorSwatch, TextInput } from "@mantine/core";
import { data, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { saveCity } from "#app/commands/city/city.server.ts";
import { citySchema } from "#app/domain/city/city.ts";
import { actFor, administrator, pageFor } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { site } from "#app/http/site.server.ts";
import { citySettings } from "#app/queries/city/city.server.ts";
import { Done, TextField, useField } from "#app/ui/forms/fields.tsx";
import { LogoForm } from "#app/ui/forms/logo-form.tsx";
import { useSchemaForm } from "#app/ui/forms/schema-form.ts";
import { titled } from "#app/ui/frame/title.ts";

export const meta = titled("city.title");

export const loader = pageFor(administrator, async () => ({
  ...(await citySettings()),
  logo: site().logo,
}));

export const action = actFor(administrator, async ({ actor, request }) => {
  const parsed = await parseForm(request, citySchema);
  if (!parsed.ok) return data({ result: parsed.reply }, 400);
  await saveCity(actor.id, parsed.value);
  throw redirect("/area/admin/city?done=saved");
});

const addresses = ["accessibilityUrl", "privacyUrl", "legalUrl", "sourceUrl"] as const;

/** What the city says of itself: name, colour, logo and the links under every page. */
export default function CityPage() {
  const { set, otherwise, logo } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [search] = useSearchParams();
  const t = useTranslations("city");
  const tForm = useTranslations("form");
  const [form, fields] = useSchemaForm(
    async () => (await import("#app/domain/city/city.ts")).citySchema,
    answer,
    { defaultValue: set },
  );
  return (
    <div className="stack narrow">
      <h1>{t("title")}</h1>
      <Done when={search.get("done") === "saved"}>{tForm("saved")}</Done>
      <p>{t("lead")}</p>
      <Form method="post" {...getFormProps(form)} className="stack">
        <TextField field={fields.name} label={t("name")} placeholder={otherwise.name} />
        <ColourField field={fields.colour} />
        <TextField
          field={fields.contact}
          label={t("contact")}
          description={t("contactHelp")}
          type="email"
          placeholder={otherwise.contact}
        />
        {addresses.map((name) => (
          <TextField
            key={name}
            field={fields[name]}
            label={t(name)}
            type="url"
            placeholder={otherwise[name] || "https://"}
          />
        ))}
        <TextField
          field={fields.securityContact}
          label={t("securityContact")}
          description={t("securityHelp")}
          placeholder="https://"
        />
        <TextField
          field={fields.securityExpires}
          label={t("securityExpires")}
          description={t("securityExpiresHelp")}
          type="date"
        />
        <div>
          <Button type="submit">{tForm("save")}</Button>
        </div>
      </Form>
      <section className="panel stack" aria-labelledby="logo-title">
        <h2 id="logo-title">{t("logo")}</h2>
        <LogoForm logo={logo} action="/area/admin/city/logo" />
      </section>
    </div>
  );
}

const swatches = ["#0066cc", "#00693e", "#8a1538", "#5b2a86", "#1f3a5f", "#b23b00"];

function ColourField({ field }: { field: Parameters<typeof useField<string | undefined>>[0] }) {
  const t = useTranslations("city");
  const { key, defaultValue = "", ...own } = useField(field);
  const [colour, setColour] = useState(defaultValue);
  return (
    <div>
      <TextInput
        key={key}
        {...own}
        value={colour}
        onChange={(event) => setColour(event.currentTarget.value)}
        label={t("colour")}
        description={t("colourHelp")}
        placeholder="#0066cc"
        spellCheck={false}
      />
      <div className="row" style={{ marginTop: "0.5rem" }}>
        {swatches.map((each) => (
          <ColorSwatch
            key={each}
            component="button"
            type="button"
            color={each}
            aria-label={each}
            aria-pressed={each === colour}
            onClick={() => setColour(each)}
          />
        ))}
      </div>
    </div>
  );
}
