import { Link, useLoaderData, useSearchParams } from "@remix-run/react";
import { useLocale, useTranslations } from "use-intl";

import { inLocale } from "#app/domain/locale.ts";
import { pageFor } from "#app/http/actor.server.ts";
import { withImplementationAccess } from "#app/http/implementation-access.server.ts";
import { implementationPage, todayIn } from "#app/queries/implementation/implementation.server.ts";
import { Done } from "#app/ui/forms/fields.tsx";
import {
  BenefitForm,
  MilestoneForms,
  NoteForm,
  OwnerForm,
  StatusForm,
} from "#app/routes/area/implementation/parts/implementation-forms.tsx";
import { ImplementationParts } from "#app/ui/published/implementation.tsx";
import { titled } from "#app/ui/frame/title.ts";

export const meta = titled("implementation.title");

export const loader = pageFor(
  withImplementationAccess,
  async ({ edition, publicNo, organises, page }) => {
    const { owner, ...followed } = await implementationPage(edition, publicNo);
    return {
      code: edition.code,
      timeZone: edition.timeZone,
      today: todayIn(edition),
      page,
      organises,
      owner: organises ? owner : "",
      followed,
    };
  },
);

/** One winner after the award, to be kept up to date by organisers and by its owner. */
export default function ImplementationPage() {
  const { code, timeZone, today, page, organises, owner, followed } =
    useLoaderData<typeof loader>();
  const [search] = useSearchParams();
  const t = useTranslations("implementation");
  const locale = useLocale();
  const { publicNo, titles, milestoneIds, ...implementation } = followed;
  const entries = followed.entries.length;
  return (
    <div className="stack narrow">
      <p>
        <Link to={organises ? `/area/manage/${code}/implementation` : "/area/desk"}>
          {t(organises ? "back" : "backToDesk")}
        </Link>
      </p>
      <h1>
        {publicNo}. {inLocale(titles, locale)}
      </h1>
      <Done when={search.get("done") === "saved"}>{t("saved")}</Done>
      <p>
        {t("allPublic")}{" "}
        <a href={`/${locale}/editions/${code}/proposals/${publicNo}`} rel="noreferrer">
          {t("publicPage")}
        </a>
      </p>
      <ImplementationParts
        implementation={{ publicNo, ...implementation }}
        locale={locale}
        timeZone={timeZone}
        today={today}
        level="h2"
      />
      {organises && <OwnerForm base={page} unit={implementation.unit} owner={owner} />}
      <StatusForm key={`status-${entries}`} base={page} status={implementation.status} />
      <MilestoneForms base={page} milestones={implementation.milestones} ids={milestoneIds} />
      <BenefitForm base={page} implementation={{ publicNo, ...implementation }} />
      <NoteForm key={`note-${entries}`} base={page} entries={implementation.entries} />
    </div>
  );
}
