import "#app/ui/styles/judging.css";
import { redirect, data } from "@remix-run/node";
import { Link, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import { useLocale, useTranslations } from "use-intl";
import { saveSponsor } from "#app/commands/awards/sponsor.server.ts";
import { inLocale } from "#app/domain/locale.ts";
import { sponsorSchema, whyNotEditAwards } from "#app/domain/awards/sponsor.ts";
import { actFor, organiser, pageFor } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { sponsorList } from "#app/queries/awards/sponsors.server.ts";
import { Done, RefusalAlert } from "#app/ui/forms/fields.tsx";
import { LockedAwards, SponsorForm } from "#app/routes/area/manage/parts/sponsor-forms.tsx";
import { titled } from "#app/ui/frame/title.ts";
import { euro } from "#app/i18n/when.ts";

export const meta = titled("sponsors.title");

export const loader = pageFor(organiser, async ({ edition }) => ({
  code: edition.code,
  editable: whyNotEditAwards(edition.phase) === null,
  sponsors: await sponsorList(edition.id),
}));

/** Adds a sponsor. */
export const action = actFor(organiser, async ({ actor, edition, request }) => {
  const parsed = await parseForm(request, sponsorSchema);
  if (!parsed.ok) return data({ result: parsed.reply }, 400);
  await saveSponsor(actor.id, edition.id, parsed.value);
  throw redirect(`/area/manage/${edition.code}/sponsors?done=saved`);
});

/** Who gives the prizes. */
export default function SponsorsPage() {
  const { code, sponsors, editable } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [params] = useSearchParams();
  const t = useTranslations("sponsors");
  const locale = useLocale();
  return (
    <div className="stack narrow">
      <h1>{t("title")}</h1>
      {["saved", "removed"].map((done) => (
        <Done key={done} when={params.get("done") === done}>
          {t(`done.${done as "saved"}`)}
        </Done>
      ))}
      {answer && "refusal" in answer && <RefusalAlert refusal={answer.refusal} />}
      {sponsors.length > 0 && (
        <p>
          <Link to={`/area/manage/${code}/budget`}>{t("budget")}</Link>
        </p>
      )}
      {sponsors.length === 0 && <p>{t("none")}</p>}
      {sponsors.map(({ id, name, tier, prizes }) => (
        <section key={id} className="panel" aria-labelledby={`sponsor-${id}`}>
          <h2 id={`sponsor-${id}`}>
            <Link to={`/area/manage/${code}/sponsors/${id}`}>{name}</Link>
          </h2>
          {tier && <p className="soft">{tier}</p>}
          {prizes.length > 0 && (
            <ul>
              {prizes.map((prize) => (
                <li key={prize.id}>
                  {t("stock", { quantity: prize.quantity, prize: inLocale(prize.name, locale) })}
                  {prize.valueCents !== null && (
                    <span className="soft">
                      {" "}
                      · {t("each", { value: euro(prize.valueCents / 100, locale) })}
                    </span>
                  )}
                  {prize.promised > prize.quantity && (
                    <span className="bad"> · {t("promised", { count: prize.promised })}</span>
                  )}
                </li>
              ))}
            </ul>
          )}
        </section>
      ))}
      <LockedAwards when={!editable}>
        {editable && (
          <section className="panel stack">
            <h2>{t("add")}</h2>
            <SponsorForm
              key={sponsors.length}
              position={sponsors.length + 1}
              result={answer && "result" in answer ? answer.result : undefined}
            />
          </section>
        )}
      </LockedAwards>
    </div>
  );
}
