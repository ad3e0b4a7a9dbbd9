import { Link, useLoaderData, useSearchParams } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { refuse } from "#app/domain/refusal.ts";
import { administrator, pageFor } from "#app/http/actor.server.ts";
import { mailPreview } from "#app/queries/mailing/outbox.server.ts";
import { Act } from "#app/ui/forms/act.tsx";
import { Done } from "#app/ui/forms/fields.tsx";
import { titled } from "#app/ui/frame/title.ts";
import { useDay } from "#app/ui/time/use-when.ts";

export const meta = titled("outbox.title");

export const loader = pageFor(administrator, async ({ params }) => {
  const id = z.uuid().safeParse(params.mail);
  const mail = id.success ? await mailPreview(id.data) : null;
  if (!mail) throw refuse("not-found");
  return { mail };
});

export default function MailItem() {
  const t = useTranslations("outbox");
  const back = useTranslations("form")("back");
  const { mail } = useLoaderData<typeof loader>();
  const [search] = useSearchParams();
  return (
    <div className="stack">
      <p>
        <Link to="/area/admin/mail">{back}</Link>
      </p>
      <h1 lang={mail.locale}>{mail.subject}</h1>
      <Done when={search.get("done") === "retried"}>{t("retried")}</Done>
      <Facts />
      {mail.state !== "sent" && (
        <Act action={`/area/admin/mail/${mail.id}/tries`} variant="default">
          {t("retry")}
        </Act>
      )}
      <p className="soft">{t("mask")}</p>
      <h2>{t("text")}</h2>
      <pre className="mail-text panel" lang={mail.locale}>
        {mail.text}
      </pre>
      <h2>{t("html")}</h2>
      {/* an empty sandbox: no script, no form, no navigation, an origin of its own */}
      <iframe
        className="mail-html"
        sandbox=""
        srcDoc={mail.html}
        title={`${t("html")}: ${mail.subject}`}
      />
    </div>
  );
}

function Facts() {
  const t = useTranslations("outbox");
  const { mail } = useLoaderData<typeof loader>();
  const day = useDay();
  const facts: [string, string][] = [
    [t("to"), mail.toAddress],
    [t("state"), t(mail.state)],
    [t("written"), day(mail.createdAt)],
    [t("sentAt"), mail.sentAt ? day(mail.sentAt) : ""],
    [t("attempts"), String(mail.attempts)],
    [t("error"), mail.lastError],
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
    </dl>
  );
}
