import "#app/ui/styles/judging.css";
import { data, redirect } from "@remix-run/node";
import { Link, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import { useLocale, useTranslations } from "use-intl";
import { saveSponsor } from "#app/commands/awards/sponsor.server.ts";
import { inLocale } from "#app/domain/locale.ts";
import { sponsorSchema, whyNotEditAwards } from "#app/domain/awards/sponsor.ts";
import { actFor, organiser, pageFor } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { idOf } from "#app/http/params.server.ts";
import { sponsorPage } from "#app/queries/awards/sponsors.server.ts";
import { Act } from "#app/ui/forms/act.tsx";
import { LogoForm } from "#app/ui/forms/logo-form.tsx";
import { Done, RefusalAlert } from "#app/ui/forms/fields.tsx";
import { LockedAwards, SponsorForm } from "#app/routes/area/manage/parts/sponsor-forms.tsx";
import { titled } from "#app/ui/frame/title.ts";
import { plainDay } from "#app/i18n/when.ts";

export const meta = titled("sponsors.title");

export const loader = pageFor(organiser, async ({ edition, params }) => ({
  code: edition.code,
  editable: whyNotEditAwards(edition.phase) === null,
  sponsor: await sponsorPage(edition.id, idOf(params, "sponsor")),
}));

export const action = actFor(organiser, async ({ actor, edition, params, request }) => {
  const id = idOf(params, "sponsor");
  const parsed = await parseForm(request, sponsorSchema);
  if (!parsed.ok) return data({ result: parsed.reply }, 400);
  await saveSponsor(actor.id, edition.id, parsed.value, id);
  throw redirect(`/area/manage/${edition.code}/sponsors/${id}?done=saved`);
});

/** One sponsor and the stock of prizes. */
export default function SponsorPage() {
  const { code, sponsor, editable } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [params] = useSearchParams();
  const t = useTranslations("sponsors");
  const locale = useLocale();
  const here = `/area/manage/${code}/sponsors/${sponsor.id}`;
  return (
    <div className="stack narrow">
      <p>
        <Link to={`/area/manage/${code}/sponsors`}>{t("back")}</Link>
      </p>
      <h1>{sponsor.name}</h1>
      {["saved", "removed"].map((done) => (
        <Done key={done} when={params.get("done") === done}>
          {t(`done.${done as "saved"}`)}
        </Done>
      ))}
      {answer && "refusal" in answer && <RefusalAlert refusal={answer.refusal} />}
      <section className="stack">
        <h2>{t("prizes")}</h2>
        {sponsor.prizes.length === 0 && <p>{t("noPrizes")}</p>}
        <ul className="entries">
          {sponsor.prizes.map((prize) => (
            <li key={prize.id}>
              <div>
                {t("stock", { quantity: prize.quantity, prize: inLocale(prize.name, locale) })}
                {prize.validUntil && (
                  <span className="soft">
                    {" "}
                    · {t("until", { date: plainDay(prize.validUntil, locale) })}
                  </span>
                )}
              </div>
              {editable && (
                <div className="row">
                  <Link
                    to={`${here}/prizes/${prize.id}`}
                    aria-label={t("changeName", { name: inLocale(prize.name, locale) })}
                  >
                    {t("change")}
                  </Link>
                  <Act
                    action={`${here}/prizes/${prize.id}/removal`}
                    size="compact-sm"
                    variant="outline"
                    color="red"
                  >
                    {t("remove")}
                  </Act>
                </div>
              )}
            </li>
          ))}
        </ul>
        {editable && (
          <p>
            <Link to={`${here}/prizes/new`}>{t("addPrize")}</Link>
          </p>
        )}
      </section>
      <LockedAwards when={!editable}>
        <section className="panel stack">
          <h2>{t("logo.title")}</h2>
          <LogoForm
            key={sponsor.logo?.sha256 ?? ""}
            logo={
              sponsor.logo && {
                ...sponsor.logo,
                src: `${here}/logo?v=${sponsor.logo.sha256.slice(0, 8)}`,
              }
            }
            action={`${here}/logo`}
            alt={sponsor.logo?.alt ?? {}}
          />
        </section>
        <section className="panel stack">
          <h2>{t("about")}</h2>
          <SponsorForm
            sponsor={sponsor}
            position={sponsor.position}
            result={answer && "result" in answer ? answer.result : undefined}
          />
          <Act action={`${here}/removal`} size="compact-sm" variant="outline" color="red">
            {t("removeSponsor")}
          </Act>
        </section>
      </LockedAwards>
    </div>
  );
}
