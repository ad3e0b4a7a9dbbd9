import { getFormProps } from "@conform-to/react";
import { Button } from "@mantine/core";
import { data, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { writeOwnParagraph } from "#app/commands/mailing/mailing.server.ts";
import { locales } from "#app/domain/locale.ts";
import { fewestReached, mailings, ownParagraphs } from "#app/domain/mailing/mailing.ts";
import { actFor, organiser, pageFor } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { keepInput } from "#app/http/keep-input.server.ts";
import { momentOf } from "#app/http/params.server.ts";
import { momentMails } from "#app/mail/moment.server.ts";
import { mailingPage } from "#app/queries/mailing/mailings.server.ts";
import { Done, RefusalAlert, TextAreaField } from "#app/ui/forms/fields.tsx";
import {
  MailCounts,
  MailPreview,
  MailState,
  Reach,
} from "#app/routes/area/manage/parts/mailing.tsx";
import {
  MailPlan,
  MailRelease,
  MailUnits,
} from "#app/routes/area/manage/parts/mailing-release.tsx";
import { useSchemaForm } from "#app/ui/forms/schema-form.ts";
import { titled } from "#app/ui/frame/title.ts";

export const meta = titled("mailings.title");

export const loader = pageFor(organiser, async ({ actor, edition, params }) => {
  const mail = await mailingPage(edition, momentOf(params));
  return {
    code: edition.code,
    timeZone: edition.timeZone,
    readers: actor.locale,
    mail,
    mails: momentMails(mail.moment, edition, mail.own),
  };
});

/** Keeps the organisers' own paragraph. */
export const action = actFor(organiser, async ({ actor, edition, params, request }) => {
  const moment = momentOf(params);
  const parsed = await parseForm(request, ownParagraphs);
  if (!parsed.ok) return data({ result: parsed.reply }, 400);
  const refused = await keepInput(parsed.value, () =>
    writeOwnParagraph(actor.id, edition.id, moment, parsed.value),
  );
  if (refused) return refused;
  throw redirect(`/area/manage/${edition.code}/mails/${moment}?done=saved`);
});

/**
 * The mail of one moment: the organisers' paragraph, the whole of it as it arrives, and its
 * release.
 */
export default function MailPage() {
  const { code, timeZone, readers: locale, mail, mails } = useLoaderData<typeof loader>();
  const [search] = useSearchParams();
  const t = useTranslations("mailings");
  const tPhase = useTranslations("phase");
  const done = search.get("done");
  const first = mailings[mail.moment].phases?.[0];
  const parts = { mail, code, locale, timeZone };
  return (
    <div className="stack">
      <p>
        <Link to={`/area/manage/${code}/mails`}>{t("back")}</Link>
      </p>
      <h1>{t(`moment.${mail.moment}`)}</h1>
      <Done when={done === "saved"}>{t("saved")}</Done>
      <Done when={done === "limited"}>{t("units.done")}</Done>
      <Done when={done === "released"}>{t("release.done")}</Done>
      <Done when={done === "planned"}>{t("plan.done")}</Done>
      <Done when={done === "unplanned"}>{t("plan.revoked")}</Done>
      <p>
        <Reach mail={mail} />
        <br />
        <MailState {...parts} /> <MailCounts mail={mail} />
      </p>
      {mail.releasedAt && !mail.written && <p className="soft">{t("writing")}</p>}
      {mail.reminder && <p className="soft">{t("reminder")}</p>}
      {mail.why === "too-early" && first && <p>{t("why.too-early", { phase: tPhase(first) })}</p>}
      {mail.why === "too-few-people" && <p>{t("why.too-few-people", { least: fewestReached })}</p>}
      {mail.why === "too-late" && <p>{t("why.too-late")}</p>}
      {mail.byItself && (
        <p>
          {t("why.not-found")} {mail.moment === "questions" && t("why.questions")}
        </p>
      )}
      {!mail.releasedAt && mail.why !== "too-late" && (
        <OwnParagraph key={JSON.stringify(mail.own)} />
      )}
      {!mail.releasedAt && mail.why !== "too-late" && mail.choice.length > 0 && (
        <MailUnits key={mail.units.join("|")} mail={mail} code={code} />
      )}
      <h2>{t("preview")}</h2>
      {mails.map((each) => (
        <MailPreview key={each.locale} mail={each} />
      ))}
      {mail.why === null && <MailRelease {...parts} />}
      {!mail.releasedAt && !mail.byItself && mail.why !== "too-late" && (
        <MailPlan key={mail.sendAt} {...parts} />
      )}
    </div>
  );
}

function OwnParagraph() {
  const { mail } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const t = useTranslations("mailings");
  const [form, fields] = useSchemaForm(
    async () => (await import("#app/domain/mailing/mailing.ts")).ownParagraphs,
    answer,
    { defaultValue: answer && "typed" in answer ? answer.typed : mail.own },
  );
  return (
    <Form method="post" {...getFormProps(form)} className="panel stack">
      <h2>{t("own")}</h2>
      <p className="soft">{t("ownText")}</p>
      {answer && "refusal" in answer && <RefusalAlert refusal={answer.refusal} />}
      {locales.map((locale) => (
        <TextAreaField
          key={locale}
          field={fields[locale]}
          label={t(`language.${locale}`)}
          rows={3}
        />
      ))}
      <div>
        <Button type="submit" variant="default">
          {t("save")}
        </Button>
      </div>
    </Form>
  );
}
