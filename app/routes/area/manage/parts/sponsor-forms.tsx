import { LocalisedField } from "#app/ui/forms/localised-field.tsx";
import { getFormProps, type SubmissionResult } from "@conform-to/react";
import { Alert, Button } from "@mantine/core";
import { Form } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import type { Localised } from "#app/domain/locale.ts";
import { euroText, prizeShares } from "#app/domain/awards/sponsor.ts";
import { NumberField, SelectField, TextAreaField, TextField } from "#app/ui/forms/fields.tsx";
import { useSchemaForm } from "#app/ui/forms/schema-form.ts";

type Result = SubmissionResult<string[]> | undefined;

type Sponsor = {
  name: string;
  url: string;
  tier: string;
  description: Localised;
  contact: string;
  agreedFrom: string;
  agreedUntil: string;
  moneyCents: number;
  kindCents: number | null;
};

export function SponsorForm({
  sponsor,
  position,
  result,
}: {
  sponsor?: Sponsor;
  position: number;
  result: Result;
}) {
  const t = useTranslations("sponsors");
  const [form, fields] = useSchemaForm(
    async () => (await import("#app/domain/awards/sponsor.ts")).sponsorSchema,
    { result },
    {
      id: "sponsor",
      defaultValue: {
        ...sponsor,
        position: String(position),
        money: euroText(sponsor?.moneyCents || null),
        inKind: euroText(sponsor?.kindCents ?? null),
      },
    },
  );
  return (
    <Form method="post" {...getFormProps(form)} className="stack">
      <TextField field={fields.name} label={t("name")} required />
      <TextField field={fields.url} label={t("url")} type="url" placeholder="https://" />
      <TextField field={fields.tier} label={t("tier")} description={t("tierHelp")} />
      <LocalisedField field={fields.description} label={t("description")} rows={2} />
      <TextField field={fields.money} label={t("money")} description={t("moneyHelp")} />
      <TextField field={fields.inKind} label={t("inKind")} description={t("inKindHelp")} />
      <TextField field={fields.agreedFrom} type="date" label={t("agreedFrom")} />
      <TextField field={fields.agreedUntil} type="date" label={t("agreedUntil")} />
      <TextAreaField
        field={fields.contact}
        label={t("contact")}
        description={t("contactHelp")}
        rows={2}
      />
      <NumberField field={fields.position} label={t("position")} />
      <div>
        <Button type="submit">{t("save")}</Button>
      </div>
    </Form>
  );
}

type Prize = {
  name: Localised;
  quantity: number;
  valueCents: number | null;
  conditions: Localised;
  validUntil: string | null;
  share: string;
};

export function PrizeForm({ prize, result }: { prize?: Prize | undefined; result: Result }) {
  const t = useTranslations("sponsors");
  const [form, fields] = useSchemaForm(
    async () => (await import("#app/domain/awards/sponsor.ts")).prizeSchema,
    { result },
    {
      id: "prize",
      defaultValue: {
        name: prize?.name,
        conditions: prize?.conditions,
        quantity: String(prize?.quantity ?? 1),
        value: euroText(prize?.valueCents ?? null),
        validUntil: prize?.validUntil ?? "",
        share: prize?.share ?? "TEAM",
      },
    },
  );
  return (
    <Form method="post" {...getFormProps(form)} className="stack">
      <LocalisedField field={fields.name} label={t("prize")} required="first" />
      <NumberField field={fields.quantity} label={t("quantity")} required />
      <TextField field={fields.value} label={t("value")} description={t("valueHelp")} />
      <SelectField
        field={fields.share}
        label={t("share")}
        options={prizeShares.map((share) => ({ value: share, label: t(`shares.${share}`) }))}
      />
      <TextField
        field={fields.validUntil}
        type="date"
        label={t("validUntil")}
        description={t("validUntilHelp")}
      />
      <LocalisedField field={fields.conditions} label={t("conditions")} rows={2} />
      <div>
        <Button type="submit">{t("save")}</Button>
      </div>
    </Form>
  );
}

/** Sponsors, prizes and award rules as they are once the ranking is frozen. */
export function LockedAwards({ when, children }: { when: boolean; children: ReactNode }) {
  const t = useTranslations("sponsors");
  return (
    <>
      {when && <Alert color="gray">{t("locked")}</Alert>}
      <fieldset disabled={when} className="plain stack">
        {children}
      </fieldset>
    </>
  );
}
