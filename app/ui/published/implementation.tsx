import "#app/ui/styles/published.css";
import { useTranslations } from "use-intl";
import {
  type Benefit,
  countByStatus,
  type Entry,
  type Implementation,
  type Milestone,
  progressOf,
} from "#app/domain/implementation/implementation.ts";
import { isWritten } from "#app/domain/each-locale.ts";
import { inLocale, type Locale, type Localised } from "#app/domain/locale.ts";
import { BarChart } from "./charts.tsx";
import { day, euro, number, plainDay } from "#app/i18n/when.ts";

// What became of a winner, as everybody reads it. `today` is `2027-04-15`, where the edition is.

type Props = { implementation: Implementation; locale: Locale; timeZone: string; today: string };

/** Status, office, benefit, milestones and timeline of one; headings from `level` on. */
export function ImplementationParts({
  implementation,
  locale,
  timeZone,
  today,
  level: Heading = "h3",
}: Props & { level?: "h2" | "h3" }) {
  const t = useTranslations("implementation");
  const {
    status,
    unit,
    milestones,
    entries,
    expected,
    measured,
    expectedAmount,
    measuredAmount,
    amountUnit,
  } = implementation;
  const benefits = [
    ["expected", expected, expectedAmount],
    ["measured", measured, measuredAmount],
  ] as const;
  return (
    <>
      <p className="row">
        <span className="tag">{t(`statuses.${status}`)}</span>
        {unit && <span>{t("by", { unit })}</span>}
      </p>
      {benefits.some(([, text, amount]) => isWritten(text) || amount !== null) && (
        <dl className="figures">
          {benefits.map(
            ([which, text, amount]) =>
              (isWritten(text) || amount !== null) && (
                <div key={which}>
                  <dt>{t(which)}</dt>
                  {amount !== null && (
                    <dd>{amountText(amount, amountUnit, locale, t("euroYear"))}</dd>
                  )}
                  {isWritten(text) && (
                    <dd className="definition typed">{inLocale(text, locale)}</dd>
                  )}
                </div>
              ),
          )}
        </dl>
      )}
      {milestones.length > 0 && (
        <>
          <Heading>{t("milestones")}</Heading>
          <Milestones {...{ status, milestones, locale, today }} />
        </>
      )}
      {entries.length > 0 && (
        <>
          <Heading>{t("timeline")}</Heading>
          <Timeline entries={entries} locale={locale} timeZone={timeZone} />
        </>
      )}
    </>
  );
}

function Milestones({
  milestones,
  status,
  locale,
  today,
}: Pick<Implementation, "status" | "milestones"> & Pick<Props, "locale" | "today">) {
  const t = useTranslations("implementation");
  const late = (due: string) => due < today && status !== "DONE" && status !== "DROPPED";
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label={t("milestones")}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t("milestone")}</th>
            <th scope="col">{t("due")}</th>
            <th scope="col">{t("state")}</th>
          </tr>
        </thead>
        <tbody>
          {milestones.map(({ title, due, doneOn }, at) => (
            <tr key={at}>
              <th scope="row">{inLocale(title, locale)}</th>
              <td>{plainDay(due, locale)}</td>
              <td>
                {doneOn
                  ? t("doneOn", { date: plainDay(doneOn, locale) })
                  : late(due)
                    ? t("late")
                    : t("open")}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Every entry with its number and day, the latest first. */
function Timeline({
  entries,
  locale,
  timeZone,
}: { entries: readonly Entry[] } & Pick<Props, "locale" | "timeZone">) {
  const t = useTranslations("implementation");
  const corrected = new Map(
    entries.flatMap(({ number: by, content }) =>
      content.kind === "note" && content.corrects !== null ? [[content.corrects, by] as const] : [],
    ),
  );
  return (
    <ol className="plain-list timeline" reversed>
      {entries.toReversed().map(({ number: no, at, content }) => (
        <li key={no} value={no}>
          <p className="soft">
            <time dateTime={at}>{day(at, locale, timeZone)}</time>
            {corrected.has(no) && ` · ${t("correctedBy", { number: corrected.get(no)! })}`}
          </p>
          <EntryWords content={content} locale={locale} />
        </li>
      ))}
    </ol>
  );
}

function EntryWords({ content, locale }: { content: Entry["content"]; locale: Locale }) {
  const t = useTranslations("implementation");
  const amount = (of: Benefit, which: "expected" | "measured") => {
    const value = of[`${which}Amount`];
    return [
      inLocale(of[which], locale),
      value === null ? "" : amountText(value, of.amountUnit, locale, t("euroYear")),
    ]
      .filter(Boolean)
      .join(" · ");
  };
  switch (content.kind) {
    case "status":
      return (
        <p className="typed">
          {t("entry.status", { status: t(`statuses.${content.status}`) })}
          {isWritten(content.reason) && ` ${inLocale(content.reason, locale)}`}
        </p>
      );
    case "unit":
      return <p>{t("entry.unit", { unit: content.unit })}</p>;
    case "milestone":
      return <p>{t(`entry.${content.change}`, milestoneWords(content.milestone, locale))}</p>;
    case "benefit":
      return (
        <p className="typed">
          {(["expected", "measured"] as const)
            .map((which) => amount(content, which) && `${t(which)}: ${amount(content, which)}`)
            .filter(Boolean)
            .join("\n") || t("entry.noBenefit")}
        </p>
      );
    case "note":
      return (
        <p className="typed">
          {content.corrects !== null && (
            <strong>{t("corrects", { number: content.corrects })} </strong>
          )}
          {inLocale(content.text, locale)}
        </p>
      );
  }
}

const milestoneWords = ({ title, due, doneOn }: Milestone, locale: Locale) => ({
  title: inLocale(title, locale),
  due: plainDay(due, locale),
  done: doneOn ? plainDay(doneOn, locale) : "",
});

/** How many stand where, drawn, and each winner in a table beside it. `href` leads to one. */
export function ImplementationOverview({
  all,
  locale,
  today,
  titles,
  href,
}: {
  all: readonly Implementation[];
  locale: Locale;
  today: string;
  titles: ReadonlyMap<number, { text: string; lang?: string | undefined }>;
  href: (publicNo: number) => string;
}) {
  const t = useTranslations("implementation");
  const counts = countByStatus(all).map(({ status, count }) => ({
    label: t(`statuses.${status}`),
    count,
  }));
  return (
    <div className="flow">
      <BarChart
        title={t("chart")}
        description={counts.map(({ label, count }) => `${label}: ${count}`).join("; ")}
        bars={counts.map(({ label, count }) => ({
          label,
          value: count,
          shown: number(count, locale),
        }))}
      />
      <div className="scroll" tabIndex={0} role="group" aria-label={t("title")}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t("proposal")}</th>
              <th scope="col">{t("status")}</th>
              <th scope="col">{t("unit")}</th>
              <th scope="col">{t("milestones")}</th>
              <th scope="col">{t("next")}</th>
            </tr>
          </thead>
          <tbody>
            {all.map((each) => {
              const { done, of, late, next } = progressOf(each, today);
              const title = titles.get(each.publicNo);
              return (
                <tr key={each.publicNo}>
                  <th scope="row">
                    <a href={href(each.publicNo)} lang={title?.lang}>
                      {title?.text}
                    </a>
                  </th>
                  <td>{t(`statuses.${each.status}`)}</td>
                  <td>{each.unit || "–"}</td>
                  <td>
                    {of === 0 ? "–" : t("progress", { done, of })}
                    {late > 0 && (
                      <>
                        {" "}
                        · <strong>{t("lateCount", { count: late })}</strong>
                      </>
                    )}
                  </td>
                  <td>
                    {next ? `${inLocale(next.title, locale)}, ${plainDay(next.due, locale)}` : "–"}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </div>
  );
}

/** An amount with its unit; without one it is euro a year. */
function amountText(amount: number, unit: Localised, locale: Locale, euroYear: string): string {
  return isWritten(unit)
    ? `${number(amount, locale, Number.isInteger(amount) ? 0 : 2)} ${inLocale(unit, locale)}`
    : `${euro(amount, locale)} ${euroYear}`;
}
