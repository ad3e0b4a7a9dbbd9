import "#app/ui/styles/judging.css";
import { data, redirect } from "@remix-run/node";
import { useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import { useLocale, useTranslations } from "use-intl";
import { recordHanding } from "#app/commands/awards/handing-over.server.ts";
import { handingSchema, whyNotHandOver } from "#app/domain/awards/handing-over.ts";
import { inLocale } from "#app/domain/locale.ts";
import { actFor, organiser, pageFor } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { handingOver, type HandingRow } from "#app/queries/awards/handing-over.server.ts";
import { Done, RefusalAlert } from "#app/ui/forms/fields.tsx";
import { HandingForm } from "#app/routes/area/manage/parts/handing-form.tsx";
import { titled } from "#app/ui/frame/title.ts";
import { plainDay } from "#app/i18n/when.ts";

export const meta = titled("handing.title");

export const loader = pageFor(organiser, async ({ edition }) => ({
  early: whyNotHandOver(edition.phase) !== null,
  unclaimed: edition.unclaimed,
  rows: whyNotHandOver(edition.phase) ? [] : await handingOver(edition.id),
}));

/** Writes down what became of one prize. */
export const action = actFor(organiser, async ({ actor, edition, request }) => {
  const parsed = await parseForm(request, handingSchema);
  if (!parsed.ok) return data({ result: parsed.reply }, 400);
  await recordHanding(actor.id, edition.id, parsed.value);
  throw redirect(`/area/manage/${edition.code}/handing-over?done=saved`);
});

/** Every prize of every winner: to whom, and what became of it. */
export default function HandingOverPage() {
  const { early, unclaimed, rows } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [params] = useSearchParams();
  const t = useTranslations("handing");
  const left = rows.filter(({ state }) => state === "due").length;
  return (
    <div className="stack narrow">
      <h1>{t("title")}</h1>
      <Done when={params.get("done") === "saved"}>{t("done")}</Done>
      {answer && "refusal" in answer && <RefusalAlert refusal={answer.refusal} />}
      {early ? (
        <p>{t("early")}</p>
      ) : rows.length === 0 ? (
        <p>{t("none")}</p>
      ) : (
        <p>
          {t("left", { count: left })} {t(unclaimed === "next" ? "next" : "stay")}
        </p>
      )}
      {rows.map((row) => (
        <section key={keyOf(row)} className="panel" aria-labelledby={keyOf(row)}>
          <Item row={row} />
          {(row.state === "due" || row.state === "recorded") && (
            <details
              open={
                Boolean(
                  answer &&
                  "result" in answer &&
                  answer.result.initialValue &&
                  keyOf(answer.result.initialValue) === keyOf(row),
                ) || undefined
              }
            >
              <summary>{t(row.record ? "correct" : "record")}</summary>
              <HandingForm
                row={row}
                result={
                  answer &&
                  "result" in answer &&
                  keyOf(answer.result.initialValue ?? {}) === keyOf(row)
                    ? answer.result
                    : undefined
                }
              />
            </details>
          )}
        </section>
      ))}
    </div>
  );
}

const keyOf = ({
  ruleId,
  publicNo,
  item,
}: {
  ruleId?: unknown;
  publicNo?: unknown;
  item?: unknown;
}) => `item-${String(ruleId)}-${String(publicNo)}-${String(item)}`;

function Item({ row }: { row: HandingRow }) {
  const t = useTranslations("handing");
  const locale = useLocale();
  const { record } = row;
  return (
    <>
      <h2 id={keyOf(row)}>
        {inLocale(row.prize, locale)}
        {row.of > 1 && <span className="soft"> {t("itemOf", { item: row.item, of: row.of })}</span>}
      </h2>
      <p className="soft">
        {inLocale(row.rule, locale)} · {row.sponsor} · {row.publicNo}. {row.title}
      </p>
      {row.to.length > 0 && (
        <p>
          <strong>{row.to.join(", ")}</strong>
        </p>
      )}
      {record ? (
        <p>
          {t(record.outcome, { date: plainDay(record.day, locale), receipt: record.receipt })}
          {record.note && <span className="soft"> {record.note}</span>}
        </p>
      ) : (
        <p>{t(`state.${row.state as "due"}`)}</p>
      )}
    </>
  );
}
