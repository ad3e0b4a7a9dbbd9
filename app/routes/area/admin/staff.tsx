import { useLoaderData, useLocation, useSearchParams } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { pageNumber, searchText } from "#app/domain/listing.ts";
import { administrator, pageFor } from "#app/http/actor.server.ts";
import { searchOf } from "#app/http/search.server.ts";
import { countUninvited, peoplePage } from "#app/queries/people/people.server.ts";
import { Act } from "#app/ui/forms/act.tsx";
import { Done } from "#app/ui/forms/fields.tsx";
import { Pager } from "#app/routes/area/admin/parts/pager.tsx";
import { PeopleTable } from "#app/routes/area/admin/parts/people-table.tsx";
import { SearchForm } from "#app/routes/area/admin/parts/search-form.tsx";
import { titled } from "#app/ui/frame/title.ts";
import { StaffUpload } from "./parts/staff-upload.tsx";

export const meta = titled("staff.title");

const wanted = z.object({ search: searchText, page: pageNumber });

export const loader = pageFor(administrator, async ({ request }) => ({
  ...(await peoplePage({ ...searchOf(request, wanted), only: "staff" })),
  uninvited: await countUninvited(),
}));

export default function Staff() {
  const t = useTranslations("staff");
  const { people, uninvited, ...pages } = useLoaderData<typeof loader>();
  const [search] = useSearchParams();
  const place = useLocation().key; // after an import the next file begins again
  return (
    <div className="stack">
      <h1>{t("title")}</h1>
      <Done when={search.get("done") === "imported"}>{t("done")}</Done>
      <Done when={search.get("done") === "invited"}>
        {t("invitedAll", { count: Number(search.get("count") ?? 0) })}
      </Done>
      <StaffUpload key={place} />
      {uninvited > 0 && (
        <Act action="/area/admin/staff/invitations" variant="default">
          {t("inviteAll", { count: uninvited })}
        </Act>
      )}
      <SearchForm />
      <PeopleTable people={people} caption={t("title")} />
      <Pager {...pages} />
    </div>
  );
}
