import { Link, useLoaderData, useSearchParams } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { pageNumber } from "#app/domain/listing.ts";
import { mailStates } from "#app/domain/mailing/mail-state.ts";
import { administrator, pageFor } from "#app/http/actor.server.ts";
import { searchOf } from "#app/http/search.server.ts";
import { outboxPage } from "#app/queries/mailing/outbox.server.ts";
import { Act } from "#app/ui/forms/act.tsx";
import { Done } from "#app/ui/forms/fields.tsx";
import { Pager } from "#app/routes/area/admin/parts/pager.tsx";
import { SearchForm } from "#app/routes/area/admin/parts/search-form.tsx";
import { titled } from "#app/ui/frame/title.ts";
import { useDay } from "#app/ui/time/use-when.ts";

export const meta = titled("outbox.title");

const wanted = z.object({
  page: pageNumber,
  state: z.enum(mailStates).optional().catch(undefined),
});

export const loader = pageFor(administrator, async ({ request }) =>
  outboxPage(searchOf(request, wanted)),
);

export default function Outbox() {
  const t = useTranslations("outbox");
  const day = useDay();
  const { mails, failed, delivers, ...pages } = useLoaderData<typeof loader>();
  const [search] = useSearchParams();
  return (
    <div className="stack">
      <h1>{t("title")}</h1>
      <Done when={search.get("done") === "retried"}>{t("retried")}</Done>
      {!delivers && (
        <p className="panel">{t("noServer", { command: "npm run cli -- user link EMAIL" })}</p>
      )}
      {failed > 0 && (
        <Act action="/area/admin/mail/tries" variant="default">
          {t("retryAll", { count: failed })}
        </Act>
      )}
      <SearchForm
        words={false}
        choices={[
          {
            name: "state",
            label: t("state"),
            options: mailStates.map((value) => ({ value, label: t(value) })),
          },
        ]}
      />
      <div className="scroll" tabIndex={0} role="region" aria-label={t("title")}>
        <table>
          <thead>
            <tr>
              {(["subject", "to", "written", "state"] as const).map((column) => (
                <th key={column} scope="col">
                  {t(column)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {mails.map((mail) => (
              <tr key={mail.id}>
                <th scope="row">
                  <Link to={`/area/admin/mail/${mail.id}`}>{mail.subject}</Link>
                </th>
                <td>{mail.toAddress}</td>
                <td>{day(mail.createdAt)}</td>
                <td>
                  <span className={mail.state === "failed" ? "bad" : undefined}>
                    {t(mail.state)}
                  </span>{" "}
                  {mail.lastError && <code>{mail.lastError}</code>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Pager {...pages} />
    </div>
  );
}
