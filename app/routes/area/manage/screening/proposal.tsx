import "#app/ui/styles/judging.css";
import { getFormProps, useInputControl } from "@conform-to/react";
import { Button } from "@mantine/core";
import { data, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import { useLocale, useTranslations } from "use-intl";
import { screenProposal } from "#app/commands/screening/screening.server.ts";
import { verdicts, whyNotScreen } from "#app/domain/screening/screening.ts";
import { screeningSchema } from "#app/domain/screening/form.ts";
import { actFor, organiser, pageFor } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { publicNoOf } from "#app/http/params.server.ts";
import { screeningPage } from "#app/queries/screening/screening.server.ts";
import { Done, RefusalAlert, TextAreaField, useInvalidWords } from "#app/ui/forms/fields.tsx";
import { AttachmentList } from "#app/ui/published/attachment-list.tsx";
import { CheckedFiles } from "#app/routes/area/manage/parts/checked-files.tsx";
import { later } from "#app/ui/frame/later.tsx";
import { proseOf } from "#app/ui/published/markdown.tsx";
import { ProposalView } from "#app/ui/published/proposal-view.tsx";
import { useSchemaForm } from "#app/ui/forms/schema-form.ts";
import { titled } from "#app/ui/frame/title.ts";

const Hiding = later(async () => (await import("#app/routes/area/manage/parts/hiding.tsx")).Hiding);
const ScreeningDialogue = later(
  async () =>
    (await import("#app/routes/area/manage/parts/screening-dialogue.tsx")).ScreeningDialogue,
);

export const meta = titled("screening.title");

export const loader = pageFor(organiser, async ({ actor, edition, params }) => {
  const page = await screeningPage(actor.id, edition, publicNoOf(params));
  return {
    code: edition.code,
    editable: whyNotScreen(edition.phase) === null,
    prose: proseOf(page.content),
    proseForJurors: proseOf(page.forJurors),
    ...page,
  };
});

export const action = actFor(organiser, async ({ actor, edition, params, request }) => {
  const no = publicNoOf(params);
  const parsed = await parseForm(request, screeningSchema);
  if (!parsed.ok) return data({ result: parsed.reply }, 400);
  await screenProposal(actor.id, edition.id, no, parsed.value);
  const { next } = await screeningPage(actor.id, edition, no);
  throw redirect(`/area/manage/${edition.code}/screening${next ? `/${next}` : "?done=screened"}`);
});

/** One proposal to read, and to clear or exclude. */
export default function ScreeningProposalPage() {
  const {
    code,
    no,
    content,
    prose,
    proseForJurors,
    files,
    categories,
    left,
    editable,
    forJurors,
    marks,
    hidden,
    dialogue,
  } = useLoaderData<typeof loader>();
  const [params] = useSearchParams();
  const t = useTranslations("screening");
  const tHiding = useTranslations("hiding");
  const tDialogue = useTranslations("dialogue");
  const locale = useLocale();
  return (
    <div className="stack">
      <p className="row">
        <Link to={`/area/manage/${code}/screening`}>{t("back")}</Link>
        <span className="soft">{t("leftShort", { left })}</span>
      </p>
      <h1>{t("proposalNo", { no })}</h1>
      <Done when={params.get("done") === "asked"}>{tDialogue("asked")}</Done>
      {(["hidden", "shown"] as const).map((done) => (
        <Done key={done} when={params.get("done") === done}>
          {tHiding(`done.${done}`)}
        </Done>
      ))}
      <div className="reading">
        <div className="stack">
          <div className="panel">
            <ProposalView
              content={content}
              prose={prose}
              categories={categories}
              locale={locale}
              heading={2}
            />
            <AttachmentList files={files} base={`/area/manage/${code}/screening/${no}/files`} />
          </div>
          <Hiding
            key={no}
            words={content}
            marks={marks}
            hidden={hidden}
            action={`/area/manage/${code}/screening/${no}/hiding`}
            editable={editable}
          />
          <CheckedFiles
            key={`files ${no}`}
            files={files}
            base={`/area/manage/${code}/screening/${no}/files`}
          />
          <ScreeningDialogue
            messages={dialogue}
            action={`/area/manage/${code}/screening/${no}/questions`}
            editable={editable}
          />
          {hidden.length > 0 && (
            <details className="panel">
              <summary>{tHiding("forJurors")}</summary>
              <ProposalView
                content={forJurors}
                prose={proseForJurors}
                categories={categories}
                locale={locale}
                heading={2}
              />
            </details>
          )}
        </div>
        <aside aria-label={t("decision")} className="stack">
          {editable ? <VerdictForm key={no} /> : <Verdict />}
          <p>
            <Link to={`/area/manage/${code}/screening/${no}/conflict`}>{t("inConflict")}</Link>
          </p>
        </aside>
      </div>
    </div>
  );
}

function Verdict() {
  const { screening } = useLoaderData<typeof loader>();
  const t = useTranslations("screening");
  return (
    <div className="panel">
      <p>
        <span className={`tag verdict-${screening?.verdict ?? "none"}`}>
          {t(`verdict.${screening?.verdict ?? "none"}`)}
        </span>
      </p>
      {screening?.reason && <p>{screening.reason}</p>}
      <p className="soft">{t("closed")}</p>
    </div>
  );
}

function VerdictForm() {
  const { screening } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const t = useTranslations("screening");
  const words = useInvalidWords();
  const [form, fields] = useSchemaForm(
    async () => (await import("#app/domain/screening/form.ts")).screeningSchema,
    answer,
    { defaultValue: { verdict: screening?.verdict, reason: screening?.reason } },
  );
  const verdict = useInputControl(fields.verdict);
  const [error] = fields.verdict.errors ?? [];
  return (
    <Form method="post" {...getFormProps(form)} className="panel stack sticky">
      {answer && "refusal" in answer && <RefusalAlert refusal={answer.refusal} />}
      <p className="soft">{t("lookFor")}</p>
      <fieldset className="plain choices" aria-describedby={error ? "verdict-error" : undefined}>
        <legend>{t("decision")}</legend>
        {verdicts.map((each) => (
          <label key={each}>
            <input
              type="radio"
              name="verdict"
              value={each}
              defaultChecked={screening?.verdict === each}
              onChange={() => verdict.change(each)}
            />{" "}
            {t(`decide.${each}`)}
          </label>
        ))}
        {error && (
          <p id="verdict-error" className="bad">
            {words(error)}
          </p>
        )}
      </fieldset>
      <TextAreaField
        field={fields.reason}
        label={t("reason")}
        description={t("reasonHelp")}
        rows={3}
      />
      <div>
        <Button type="submit">{t("save")}</Button>
      </div>
    </Form>
  );
}
