import "#app/ui/styles/judging.css";
import { data, redirect } from "@remix-run/node";
import { Link, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import { Fragment } from "react";
import { useLocale, useTranslations } from "use-intl";
import { z } from "zod";
import { saveAwardRule } from "#app/commands/awards/sponsor.server.ts";
import { inLocale } from "#app/domain/locale.ts";
import { awardRuleSchema, whyNotEditAwards } from "#app/domain/awards/sponsor.ts";
import { actFor, organiser, pageFor } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { awardRulesPage, awardTermsOf } from "#app/queries/awards/sponsors.server.ts";
import { Act } from "#app/ui/forms/act.tsx";
import { AwardRuleForm } from "#app/routes/area/manage/parts/award-rule-form.tsx";
import { Done, RefusalAlert } from "#app/ui/forms/fields.tsx";
import { LockedAwards } from "#app/routes/area/manage/parts/sponsor-forms.tsx";
import { titled } from "#app/ui/frame/title.ts";
import { plainDay } from "#app/i18n/when.ts";

const formSchema = z.intersection(awardRuleSchema, z.object({ id: z.uuid().optional() }));

export const meta = titled("awards.title");

export const loader = pageFor(organiser, async ({ edition }) => ({
  code: edition.code,
  editable: whyNotEditAwards(edition.phase) === null,
  terms: awardTermsOf(edition),
  ...(await awardRulesPage(edition.id)),
}));

/** Adds an award rule, or changes the one whose id comes along. */
export const action = actFor(organiser, async ({ actor, edition, request }) => {
  const parsed = await parseForm(request, formSchema);
  if (!parsed.ok) return data({ result: parsed.reply }, 400);
  const { id, ...rule } = parsed.value;
  await saveAwardRule(actor.id, edition.id, rule, id);
  throw redirect(`/area/manage/${edition.code}/awards?done=saved`);
});

/** By which rules prizes are given, in the order in which they give. */
export default function AwardsPage() {
  const { code, rules, prizes, categories, sponsors, faults, terms, editable } =
    useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [params] = useSearchParams();
  const t = useTranslations("awards");
  const locale = useLocale();
  const result = answer && "result" in answer ? answer.result : undefined;
  const options = { prizes, categories, sponsors };
  const tFault = useTranslations("awards.fault");
  return (
    <div className="stack narrow">
      <h1>{t("title")}</h1>
      <p>
        {t("text", { count: terms.maxPrizes })} {t(`leftovers.${terms.leftovers}`)}{" "}
        {t(`unclaimed.${terms.unclaimed}`)} {editable && <Link to="terms">{t("changeTerms")}</Link>}
      </p>
      {["saved", "removed"].map((done) => (
        <Done key={done} when={params.get("done") === done}>
          {t(`done.${done as "saved"}`)}
        </Done>
      ))}
      {answer && "refusal" in answer && <RefusalAlert refusal={answer.refusal} />}
      <LockedAwards when={!editable}>
        {rules.map((rule) => (
          <Fragment key={JSON.stringify(rule)}>
            {faults
              .filter(({ ruleId }) => ruleId === rule.id)
              .map(({ key, params: values }) => (
                <p key={key} className="bad">
                  {t("cannot", { rule: inLocale(rule.name, locale) })}{" "}
                  {tFault(key, {
                    ...values,
                    ...("until" in values ? { until: plainDay(String(values.until), locale) } : {}),
                  })}
                </p>
              ))}
            <details className="panel">
              <summary>
                {rule.position}. <strong>{inLocale(rule.name, locale)}</strong>{" "}
                <span className="soft">
                  {t(`kind.${rule.kind}`)} · {t("placesOf", { count: rule.places })}
                </span>
              </summary>
              <AwardRuleForm rule={rule} position={rule.position} {...options} result={result} />
              <Act
                action={`/area/manage/${code}/awards/${rule.id}/removal`}
                size="compact-sm"
                variant="outline"
                color="red"
                mt="sm"
              >
                {t("remove")}
              </Act>
            </details>
          </Fragment>
        ))}
        {editable && (
          <section className="panel stack">
            <h2>{t("add")}</h2>
            <AwardRuleForm
              key={rules.length}
              position={rules.length + 1}
              {...options}
              result={result}
            />
          </section>
        )}
      </LockedAwards>
    </div>
  );
}
