import "#app/ui/styles/judging.css";
import { Link, useFetcher, useLoaderData, useSearchParams } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { preferences } from "#app/domain/jury/preference.ts";
import type { Refusal } from "#app/domain/refusal.ts";
import { juror, pageFor } from "#app/http/actor.server.ts";
import { preferencesPage } from "#app/queries/jury/own-preferences.server.ts";
import { Done, RefusalAlert } from "#app/ui/forms/fields.tsx";
import { titled } from "#app/ui/frame/title.ts";

export const meta = titled("preferences.title");

export const loader = pageFor(juror, async ({ actor, edition }) => ({
  code: edition.code,
  ...(await preferencesPage(actor.id, edition)),
}));

/** What a juror would gladly judge, row by row; each choice keeps itself. */
export default function PreferencesPage() {
  const { code, proposals, editable } = useLoaderData<typeof loader>();
  const [params] = useSearchParams();
  const t = useTranslations("preferences");
  const said = proposals.filter(({ preference }) => preference !== null).length;
  return (
    <div className="stack">
      <p>
        <Link to={`/area/jury/${code}`}>{t("back")}</Link>
      </p>
      <h1>{t("title")}</h1>
      <p>{t("text")}</p>
      {!editable && <p className="panel">{t("closed")}</p>}
      <noscript>
        <Done when={params.has("done")}>{t("saved")}</Done>
      </noscript>
      <p role="status">{t("progress", { said, of: proposals.length })}</p>
      <ul className="entries conflicts">
        {proposals.map((proposal) => (
          <PreferenceRow
            key={proposal.no}
            proposal={proposal}
            action={`/area/jury/${code}/preferences/${proposal.no}`}
            editable={editable}
          />
        ))}
      </ul>
      {proposals.length === 0 && <p>{t("nothing")}</p>}
    </div>
  );
}

type Props = {
  proposal: ReturnType<typeof useLoaderData<typeof loader>>["proposals"][number];
  action: string;
  editable: boolean;
};

function PreferenceRow({
  proposal: { no, title, summary, locale, preference },
  action,
  editable,
}: Props) {
  const fetcher = useFetcher<{ refusal?: Refusal }>();
  const t = useTranslations("preferences");
  return (
    <li>
      <div lang={locale}>
        <strong>
          {no}. {title}
        </strong>
        <p>{summary}</p>
      </div>
      <fetcher.Form
        method="post"
        action={action}
        className="stack"
        onChange={(event) => fetcher.submit(event.currentTarget)}
      >
        <fieldset className="plain wishes" disabled={!editable}>
          <legend className="hidden-visually">{t("of", { no, title })}</legend>
          {preferences.map((each) => (
            <label key={each}>
              <input
                type="radio"
                name="preference"
                value={each}
                required
                defaultChecked={preference === each}
              />{" "}
              {t(`say.${each}`)}
            </label>
          ))}
        </fieldset>
        <noscript>
          <button type="submit">{t("save")}</button>
        </noscript>
        <RefusalAlert refusal={fetcher.data?.refusal} />
      </fetcher.Form>
    </li>
  );
}
