import { NavLink, Outlet, useLoaderData, useLocation, useMatch } from "@remix-run/react";
import { type RefObject, useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import { organiser, pageFor } from "#app/http/actor.server.ts";
import { editionName } from "#app/queries/passes/passes.server.ts";

export const loader = pageFor(organiser, async ({ actor, edition }) => ({
  code: edition.code,
  phase: edition.phase,
  secondRound: edition.secondRoundJurors > 0,
  vote: edition.employeesVote,
  name: editionName(edition.texts, actor.locale) || edition.code,
}));

const pages = [
  "",
  "settings",
  "amendments",
  "vote",
  "texts",
  "categories",
  "criteria",
  "custodians",
  "sponsors",
  "awards",
  "screening",
  "jury",
  "conflicts",
  "assignment",
  "progress",
  "ranking",
  "second-round",
  "opening",
  "handing-over",
  "statistics",
  "mails",
  "publication",
  "implementation",
] as const;

/** The organiser's pages of one edition. */
export default function ManageLayout() {
  const { code, name, phase, secondRound, vote } = useLoaderData<typeof loader>();
  const t = useTranslations("manage.page");
  const tPhase = useTranslations("phase");
  const asksPhase = useMatch("/area/manage/:edition/phase") !== null; // a part of the way
  const list = useRef<HTMLUListElement>(null);
  useCurrentInSight(list);
  return (
    <div className="beside">
      <nav aria-label={t("label")} className="side">
        <p>
          <strong>{name}</strong>
          <br />
          <span className="tag">{tPhase(phase)}</span>
        </p>
        <ul ref={list}>
          {pages
            .filter((page) => (secondRound || page !== "second-round") && (vote || page !== "vote"))
            .map((page) => (
              <li key={page}>
                <NavLink
                  to={page ? `/area/manage/${code}/${page}` : `/area/manage/${code}`}
                  end={page === "" && !asksPhase}
                >
                  {t(page || "overview")}
                </NavLink>
              </li>
            ))}
        </ul>
      </nav>
      <div className="beside-main">
        <Outlet />
      </div>
    </div>
  );
}

/** On a phone the menu is one line that scrolls: brings the page where one is to its middle. */
function useCurrentInSight(list: RefObject<HTMLElement | null>): void {
  const { pathname } = useLocation();
  useEffect(() => {
    const current = list.current?.querySelector<HTMLElement>("[aria-current=page]");
    if (!list.current || !current) return;
    const [around, own] = [list.current.getBoundingClientRect(), current.getBoundingClientRect()];
    list.current.scrollLeft += own.left + own.width / 2 - (around.left + around.width / 2);
  }, [list, pathname]);
}
