import { Link, useLoaderData } from "@remix-run/react";
import { useLocale, useTranslations } from "use-intl";
import type { BudgetLine } from "#app/domain/awards/budget.ts";
import { organiser, pageFor } from "#app/http/actor.server.ts";
import { budgetPage } from "#app/queries/awards/sponsors.server.ts";
import { titled } from "#app/ui/frame/title.ts";
import { euro } from "#app/i18n/when.ts";

export const meta = titled("budget.title");

export const loader = pageFor(organiser, async ({ edition }) => ({
  code: edition.code,
  ...(await budgetPage(edition)),
}));

const columns = ["money", "inKind", "stock", "promised", "left"] as const;

/** What sponsors give, what prizes take of it and what is left. */
export default function BudgetPage() {
  const { code, lines, total, over, allowed, publicMoney } = useLoaderData<typeof loader>();
  const t = useTranslations("budget");
  const locale = useLocale();
  const amount = (cents: number) => euro(cents / 100, locale);
  return (
    <div className="stack">
      <p>
        <Link to={`/area/manage/${code}/sponsors`}>{t("back")}</Link>
      </p>
      <h1>{t("title")}</h1>
      <p>
        {allowed === null
          ? t("noLimit")
          : t("allowed", {
              amount: amount(allowed),
              public: publicMoney === 0 ? "no" : amount(publicMoney),
              none: publicMoney === 0 ? "yes" : "no",
            })}{" "}
        <Link to={`/area/manage/${code}/awards/terms`}>{t("change")}</Link>
      </p>
      {over > 0 && <p className="bad">{t("over", { amount: amount(over) })}</p>}
      <div className="scroll" tabIndex={0} role="region" aria-label={t("title")}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t("sponsor")}</th>
              {columns.map((column) => (
                <th key={column} scope="col" className="number">
                  {t(column)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map((line, at) => (
              <Line key={at} name={line.name} line={line} />
            ))}
          </tbody>
          <tfoot>
            <Line name={t("total")} line={total} />
          </tfoot>
        </table>
      </div>
      <p className="soft">{t("how")}</p>
    </div>
  );
}

function Line({ name, line }: { name: string; line: Omit<BudgetLine, "name"> }) {
  const t = useTranslations("budget");
  const locale = useLocale();
  return (
    <tr>
      <th scope="row">
        {name}
        {line.unvalued > 0 && <div className="soft">{t("unvalued", { count: line.unvalued })}</div>}
      </th>
      {columns.map((column) => (
        <td key={column} className={column === "left" && line.left < 0 ? "number bad" : "number"}>
          {euro(line[column] / 100, locale)}
        </td>
      ))}
    </tr>
  );
}
