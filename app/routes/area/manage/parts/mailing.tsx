import { useTranslations } from "use-intl";
import type { Locale } from "#app/domain/locale.ts";
import type { MailingView } from "#app/queries/mailing/mailings.server.ts";
import { dateTime } from "#app/i18n/when.ts";

// What organisers see of the mail of a moment. Numbers are of whole groups: who took part is in
// none of them.

/** Whom it reaches, and how many they are now. */
export function Reach({ mail: { audience, units, people, byItself } }: { mail: MailingView }) {
  const t = useTranslations("mailings");
  const groups = audience.map((each) => t(`audience.${each}`)).join(", ");
  if (units.length > 0)
    return (
      <>
        {groups}: {t("units.reached", { units: units.join(", "), count: people })}
      </>
    );
  // whoever an envelope names is asked one by one: there is no group to count
  return (
    <>
      {groups}
      {byItself && audience[0] === "winners" ? "" : `: ${t("people", { count: people })}`}
    </>
  );
}

/** How far it is, in a word. */
export function MailState({
  mail,
  locale,
  timeZone,
}: {
  mail: MailingView;
  locale: Locale;
  timeZone: string;
}) {
  const t = useTranslations("mailings");
  const at = (date: string) => dateTime(date, locale, timeZone);
  if (mail.byItself) return <>{t("byItself")}</>;
  if (mail.releasedAt) return <>{t("state.released", { at: at(mail.releasedAt) })}</>;
  if (mail.why === "too-late") return <span className="soft">{t("state.too-late")}</span>;
  if (mail.sendAt) return <>{t("state.planned", { at: at(mail.sendAt) })}</>;
  if (mail.why === "too-few-people") return <span className="bad">{t("state.too-few")}</span>;
  return mail.why ? (
    <span className="soft">{t("state.too-early")}</span>
  ) : (
    <strong>{t("state.ready")}</strong>
  );
}

/** How many were sent, wait and failed; nothing before there are any. */
export function MailCounts({ mail: { counts, releasedAt } }: { mail: MailingView }) {
  const t = useTranslations("mailings");
  if (!counts || (!releasedAt && counts.sent + counts.waiting + counts.failed === 0)) return null;
  return <span className={counts.failed > 0 ? "bad" : "soft"}>{t("counts", counts)}</span>;
}

/** A mail in one language exactly as it is sent: its plain text and its HTML side by side. */
export function MailPreview({
  mail: { locale, content },
}: {
  mail: { locale: Locale; content: { subject: string; text: string; html: string } };
}) {
  const t = useTranslations("mailings");
  const titled = `preview-${locale}`;
  return (
    <section className="panel stack" aria-labelledby={titled}>
      <h3 id={titled}>{t(`previewOf.${locale}`)}</h3>
      <p>
        <span className="soft">{t("subject")}:</span>{" "}
        <strong lang={locale}>{content.subject}</strong>
      </p>
      <div className="side-by-side">
        <div>
          <h4>{t("plain")}</h4>
          <pre className="mail-text" lang={locale}>
            {content.text}
          </pre>
        </div>
        <div>
          <h4>{t("html")}</h4>
          {/* an empty sandbox: no script, no form, no navigation, an origin of its own */}
          <iframe
            className="mail-html"
            sandbox=""
            srcDoc={content.html}
            title={`${t("html")}: ${content.subject}`}
          />
        </div>
      </div>
    </section>
  );
}
