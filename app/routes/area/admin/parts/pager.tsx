import { Link, useSearchParams } from "@remix-run/react";
import { useTranslations } from "use-intl";

/** Leads through a long list; the other search parameters stay. */
export function Pager({ page, pages, total }: { page: number; pages: number; total: number }) {
  const t = useTranslations("list");
  const [search] = useSearchParams();
  const to = (other: number) =>
    `?${new URLSearchParams([...[...search].filter(([name]) => name !== "page" && name !== "done"), ["page", String(other)]])}`;
  return (
    <nav className="row" aria-label={t("pages")}>
      <span className="soft">{t("total", { total })}</span>
      {page > 1 && (
        <Link to={to(page - 1)} rel="prev">
          {t("previous")}
        </Link>
      )}
      {pages > 1 && <span>{t("page", { page, pages })}</span>}
      {page < pages && (
        <Link to={to(page + 1)} rel="next">
          {t("next")}
        </Link>
      )}
    </nav>
  );
}
