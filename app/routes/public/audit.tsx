import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { anybody, pageFor } from "#app/http/actor.server.ts";
import { asDocument, documentHeaders } from "#app/http/document.server.ts";
import { localeOf } from "#app/http/locale.server.ts";
import { auditHeads } from "#app/queries/opening/audit-heads.server.ts";
import { publicMeta, publicWords } from "#app/ui/frame/public-meta.ts";
import { day } from "#app/i18n/when.ts";

export const loader = pageFor(anybody, async ({ params, request }) =>
  asDocument(request, { locale: localeOf(params), heads: await auditHeads() }),
);

export const headers = documentHeaders;

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  data
    ? publicMeta({
        title: publicWords(data.locale)("audit.title"),
        description: publicWords(data.locale)("audit.lead"),
      })
    : [];

/** The heads of the audit chain, for whoever wants to know that it was not rewritten. */
export default function AuditPage() {
  const { locale, heads } = useLoaderData<typeof loader>();
  const t = useTranslations("public.audit");
  return (
    <div className="flow">
      <h1>{t("title")}</h1>
      <p className="lead">{t("lead")}</p>
      <p className="measure">{t("how")}</p>
      {heads.length === 0 ? (
        <p>{t("none")}</p>
      ) : (
        <div className="scroll" tabIndex={0} role="group" aria-label={t("heads")}>
          <table>
            <caption>{t("heads")}</caption>
            <thead>
              <tr>
                <th scope="col">{t("day")}</th>
                <th scope="col">{t("position")}</th>
                <th scope="col">{t("head")}</th>
              </tr>
            </thead>
            <tbody>
              {heads.map((head) => (
                <tr key={head.day}>
                  <th scope="row">{day(head.day, locale, "UTC")}</th>
                  <td>{head.position}</td>
                  <td className="mono hash">{head.hash}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}
