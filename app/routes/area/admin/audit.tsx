import { useLoaderData } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { pageNumber, searchText } from "#app/domain/listing.ts";
import { administrator, pageFor } from "#app/http/actor.server.ts";
import { searchOf } from "#app/http/search.server.ts";
import { auditLog } from "#app/queries/people/audit-log.server.ts";
import { Pager } from "#app/routes/area/admin/parts/pager.tsx";
import { SearchForm } from "#app/routes/area/admin/parts/search-form.tsx";
import { titled } from "#app/ui/frame/title.ts";
import { useWhen } from "#app/ui/time/use-when.ts";

export const meta = titled("audit.title");

const wanted = z.object({ page: pageNumber, edition: searchText, action: searchText });

export const loader = pageFor(administrator, async ({ request }) =>
  auditLog(searchOf(request, wanted)),
);

export default function Audit() {
  const t = useTranslations("audit");
  const when = useWhen();
  const { entries, actions, editions, ...pages } = useLoaderData<typeof loader>();
  const same = (value: string) => ({ value, label: value });
  return (
    <div className="stack">
      <h1>{t("title")}</h1>
      <SearchForm
        words={false}
        choices={[
          { name: "edition", label: t("edition"), options: editions.map(same) },
          { name: "action", label: t("action"), options: actions.map(same) },
        ]}
      />
      <div className="scroll" tabIndex={0} role="region" aria-label={t("title")}>
        <table>
          <thead>
            <tr>
              {(["at", "actor", "action", "edition", "object", "detail"] as const).map((column) => (
                <th key={column} scope="col">
                  {t(column)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {entries.map((entry) => (
              <tr key={entry.seq}>
                <td>{when(entry.at)}</td>
                <td>{entry.actor ?? t("itself")}</td>
                <td>
                  <code>{entry.action}</code>
                </td>
                <td>{entry.edition}</td>
                <td>
                  <code title={entry.objectId}>{short(entry.objectId)}</code>
                </td>
                <td>
                  {entry.detail.map(({ key, value }) => (
                    <div key={key}>
                      <span className="soft">{key}:</span> {value}
                    </div>
                  ))}
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

/** Ids are long and say nothing; their beginning tells them apart. */
function short(objectId: string): string {
  return /^[0-9a-f-]{36}$/.test(objectId) ? objectId.slice(0, 8) : objectId;
}
