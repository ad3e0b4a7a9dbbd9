import { LocalisedField } from "#app/ui/forms/localised-field.tsx";
import { getFieldsetProps, getFormProps, type SubmissionResult } from "@conform-to/react";
import { Button } from "@mantine/core";
import { useFetcher } from "@remix-run/react";
import type { ComponentProps, ReactNode } from "react";
import { useLocale, useTranslations } from "use-intl";

import {
  type Implementation,
  implementationStatuses,
  type Milestone,
} from "#app/domain/implementation/implementation.ts";
import { inLocale } from "#app/domain/locale.ts";
import type { Refusal } from "#app/domain/refusal.ts";
import { Act } from "#app/ui/forms/act.tsx";
import { RefusalAlert, SelectField, TextField } from "#app/ui/forms/fields.tsx";
import { useSchemaForm } from "#app/ui/forms/schema-form.ts";

// The forms of one implementation; each is an act of its own under the page's address `base`.

type Answer = { result?: SubmissionResult<string[]>; refusal?: Refusal };

/** A text in every language, of which one is enough. */
function InEach({
  field,
  label,
  long = false,
}: {
  field: ComponentProps<typeof LocalisedField>["field"];
  label: string;
  long?: boolean;
}) {
  return (
    <fieldset {...getFieldsetProps(field)} className="stack plain-fieldset">
      <legend>{label}</legend>
      <LocalisedField field={field} label={label} {...(long ? { rows: 2 } : {})} />
    </fieldset>
  );
}

function Submit({
  fetcher,
  children,
}: {
  fetcher: { state: string; data?: Answer | undefined };
  children: ReactNode;
}) {
  return (
    <>
      <RefusalAlert refusal={fetcher.data?.refusal} />
      <div>
        <Button type="submit" loading={fetcher.state !== "idle"}>
          {children}
        </Button>
      </div>
    </>
  );
}

/** Which office does it, and who keeps the page. */
export function OwnerForm({ base, unit, owner }: { base: string; unit: string; owner: string }) {
  const t = useTranslations("implementation");
  const fetcher = useFetcher<Answer>();
  const [form, fields] = useSchemaForm(
    async () => (await import("#app/domain/implementation/implementation.ts")).ownerSchema,
    fetcher.data,
    { id: "owner", defaultValue: { unit, owner } },
  );
  return (
    <fetcher.Form
      method="post"
      action={`${base}/owner`}
      {...getFormProps(form)}
      className="panel stack"
    >
      <h2>{t("ownerTitle")}</h2>
      <TextField field={fields.unit} label={t("unit")} description={t("unitHelp")} required />
      <TextField
        field={fields.owner}
        label={t("owner")}
        description={t("ownerHelp")}
        type="email"
        autoComplete="off"
      />
      <Submit fetcher={fetcher}>{t("save")}</Submit>
    </fetcher.Form>
  );
}

/** How far it is. */
export function StatusForm({ base, status }: { base: string; status: Implementation["status"] }) {
  const t = useTranslations("implementation");
  const fetcher = useFetcher<Answer>();
  const [form, fields] = useSchemaForm(
    async () => (await import("#app/domain/implementation/implementation.ts")).statusSchema,
    fetcher.data,
    { id: "status", defaultValue: { status } },
  );
  return (
    <fetcher.Form
      method="post"
      action={`${base}/status`}
      {...getFormProps(form)}
      className="panel stack"
    >
      <h2>{t("status")}</h2>
      <SelectField
        field={fields.status}
        label={t("status")}
        options={implementationStatuses.map((value) => ({ value, label: t(`statuses.${value}`) }))}
      />
      <InEach field={fields.reason} label={t("reason")} long />
      <Submit fetcher={fetcher}>{t("save")}</Submit>
    </fetcher.Form>
  );
}

/** The milestones there are, each to change, and a new one. */
export function MilestoneForms({
  base,
  milestones,
  ids,
}: {
  base: string;
  milestones: readonly Milestone[];
  ids: readonly string[];
}) {
  const t = useTranslations("implementation");
  const locale = useLocale();
  return (
    <section className="panel stack" aria-labelledby="milestone-forms">
      <h2 id="milestone-forms">{t("milestones")}</h2>
      {milestones.map((milestone, at) => {
        const title = inLocale(milestone.title, locale);
        return (
          <details key={`${ids[at]}${JSON.stringify(milestone)}`}>
            <summary>{title}</summary>
            <MilestoneForm
              action={`${base}/milestones/${ids[at]}`}
              id={`milestone-${ids[at]}`}
              milestone={milestone}
            />
            <Act
              action={`${base}/milestones/${ids[at]}/removal`}
              size="compact-sm"
              variant="outline"
              color="red"
              aria-label={t("removeNamed", { title })}
            >
              {t("remove")}
            </Act>
          </details>
        );
      })}
      <h3>{t("newMilestone")}</h3>
      <NewMilestone key={milestones.length} base={base} />
    </section>
  );
}

function MilestoneForm({
  action,
  id,
  milestone: { title, due, doneOn },
}: {
  action: string;
  id: string;
  milestone: Milestone;
}) {
  const t = useTranslations("implementation");
  const fetcher = useFetcher<Answer>();
  const [form, fields] = useSchemaForm(
    async () => (await import("#app/domain/implementation/implementation.ts")).milestoneSchema,
    fetcher.data,
    { id, defaultValue: { title, due, doneOn: doneOn ?? "" } },
  );
  return (
    <fetcher.Form method="post" action={action} {...getFormProps(form)} className="stack">
      <InEach field={fields.title} label={t("milestone")} />
      <TextField field={fields.due} type="date" label={t("due")} required />
      <TextField field={fields.doneOn} type="date" label={t("doneDay")} />
      <Submit fetcher={fetcher}>{t("save")}</Submit>
    </fetcher.Form>
  );
}

function NewMilestone({ base }: { base: string }) {
  const t = useTranslations("implementation");
  const fetcher = useFetcher<Answer>();
  const [form, fields] = useSchemaForm(
    async () => (await import("#app/domain/implementation/implementation.ts")).newMilestoneSchema,
    fetcher.data,
    { id: "new-milestone" },
  );
  return (
    <fetcher.Form
      method="post"
      action={`${base}/milestones`}
      {...getFormProps(form)}
      className="stack"
    >
      <InEach field={fields.title} label={t("milestone")} />
      <TextField field={fields.due} type="date" label={t("due")} required />
      <Submit fetcher={fetcher}>{t("add")}</Submit>
    </fetcher.Form>
  );
}

/** What it should bring and what it brought. */
export function BenefitForm({
  base,
  implementation: { expected, expectedAmount, measured, measuredAmount, amountUnit },
}: {
  base: string;
  implementation: Implementation;
}) {
  const t = useTranslations("implementation");
  const fetcher = useFetcher<Answer>();
  const shown = (amount: number | null) =>
    amount === null ? "" : String(amount).replace(".", ",");
  const [form, fields] = useSchemaForm(
    async () => (await import("#app/domain/implementation/implementation.ts")).benefitSchema,
    fetcher.data,
    {
      id: "benefit",
      defaultValue: {
        expected,
        expectedAmount: shown(expectedAmount),
        measured,
        measuredAmount: shown(measuredAmount),
        amountUnit,
      },
    },
  );
  return (
    <fetcher.Form
      method="post"
      action={`${base}/benefit`}
      {...getFormProps(form)}
      className="panel stack"
    >
      <h2>{t("benefit")}</h2>
      <InEach field={fields.expected} label={t("expected")} long />
      <TextField field={fields.expectedAmount} label={t("expectedAmount")} />
      <InEach field={fields.measured} label={t("measured")} long />
      <TextField field={fields.measuredAmount} label={t("measuredAmount")} />
      <InEach field={fields.amountUnit} label={t("amountUnit")} />
      <Submit fetcher={fetcher}>{t("save")}</Submit>
    </fetcher.Form>
  );
}

/** Something to tell in the timeline, or the correction of an entry. */
export function NoteForm({ base, entries }: { base: string; entries: Implementation["entries"] }) {
  const t = useTranslations("implementation");
  const fetcher = useFetcher<Answer>();
  const [form, fields] = useSchemaForm(
    async () => (await import("#app/domain/implementation/implementation.ts")).noteSchema,
    fetcher.data,
    { id: "note" },
  );
  const options = [
    { value: "", label: t("correctsNone") },
    ...entries.map(({ number }) => ({
      value: String(number),
      label: t("correctsEntry", { number }),
    })),
  ];
  return (
    <fetcher.Form
      method="post"
      action={`${base}/entries`}
      {...getFormProps(form)}
      className="panel stack"
    >
      <h2>{t("newEntry")}</h2>
      <InEach field={fields.text} label={t("text")} long />
      <SelectField field={fields.corrects} label={t("correctsLabel")} options={options} />
      <p className="soft">{t("forGood")}</p>
      <Submit fetcher={fetcher}>{t("publish")}</Submit>
    </fetcher.Form>
  );
}
