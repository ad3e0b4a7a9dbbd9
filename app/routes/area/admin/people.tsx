import { Link, useLoaderData } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { pageNumber, searchText } from "#app/domain/listing.ts";
import { administrator, pageFor } from "#app/http/actor.server.ts";
import { searchOf } from "#app/http/search.server.ts";
import { peoplePage } from "#app/queries/people/people.server.ts";
import { Pager } from "#app/routes/area/admin/parts/pager.tsx";
import { PeopleTable } from "#app/routes/area/admin/parts/people-table.tsx";
import { SearchForm } from "#app/routes/area/admin/parts/search-form.tsx";
import { titled } from "#app/ui/frame/title.ts";

export const meta = titled("people.title");

const groups = ["staff", "outside", "administrators", "inactive"] as const;
const wanted = z.object({
  search: searchText,
  page: pageNumber,
  only: z.enum(groups).optional().catch(undefined),
});

export const loader = pageFor(administrator, async ({ request }) =>
  peoplePage(searchOf(request, wanted)),
);

export default function People() {
  const t = useTranslations("people");
  const { people, ...pages } = useLoaderData<typeof loader>();
  return (
    <div className="stack">
      <h1>{t("title")}</h1>
      <p>
        <Link to="/area/admin/people/new">{t("new")}</Link>
      </p>
      <SearchForm
        choices={[
          {
            name: "only",
            label: t("only"),
            options: groups.map((value) => ({ value, label: t(value) })),
          },
        ]}
      />
      <PeopleTable people={people} caption={t("title")} />
      <Pager {...pages} />
    </div>
  );
}
