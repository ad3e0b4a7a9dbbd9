import { useFormatter, useTranslations } from "use-intl";
import type {
  MethodPlace,
  MethodsPage,
  MethodView,
} from "#app/queries/ranking/ranking-methods.server.ts";
import { useShortfallWords } from "#app/ui/ranking-method.tsx";

type Comparison = NonNullable<MethodsPage["comparison"]>;

/** What each method does and what it would change, or what it lacks. */
export function MethodNotes({ comparison: { methods, applied } }: { comparison: Comparison }) {
  const [t, tMethod] = [useTranslations("methods"), useTranslations("method")];
  const words = useShortfallWords();
  const change = ({ order, places }: MethodView) => {
    const moved = Object.values(places).filter((place) => place.moved !== 0).length;
    const leading = order.filter((no) => places[no]?.rank === 1).join(", ");
    return t("changes", { moved, leading });
  };
  return (
    <ul className="entries">
      {methods.map((view) => (
        <li key={view.method}>
          <div>
            <strong>{tMethod(`name.${view.method}`)}</strong>{" "}
            {view.method === applied && <span className="tag">{t("chosen")}</span>}
            <p>
              {view.shortfall ? (
                <span className="bad">{t("lacks", { why: words(view.shortfall) })}</span>
              ) : view.method === applied ? (
                tMethod(`does.${view.method}`)
              ) : (
                change(view)
              )}
            </p>
            <p className="soft">{tMethod(`least.${view.method}`)}</p>
          </div>
        </li>
      ))}
    </ul>
  );
}

/**
 * Ranks by each method, with how they move from the edition's own and between which ranks they
 * might be.
 */
export function MethodTable({
  methods,
  comparison: { applied, proposals },
}: {
  methods: MethodView[];
  comparison: Comparison;
}) {
  const [t, tMethod] = [useTranslations("methods"), useTranslations("method.short-name")];
  const [own, ...others] = [...methods].sort(
    (a, b) => Number(b.method === applied) - Number(a.method === applied),
  );
  const byNo = new Map(proposals.map((proposal) => [proposal.no, proposal]));
  return (
    <section className="stack" aria-labelledby="places">
      <h2 id="places">{t("places")}</h2>
      <p className="soft">{t("placesText")}</p>
      <div className="scroll" tabIndex={0} role="region" aria-labelledby="places">
        <table className="ranking places">
          <thead>
            <tr>
              <th scope="col">{t("proposal")}</th>
              {[own, ...others].map(
                (view) =>
                  view && (
                    <th key={view.method} scope="col" className="number">
                      {tMethod(view.method)}
                    </th>
                  ),
              )}
            </tr>
          </thead>
          <tbody>
            {own?.order.map((no) => (
              <tr key={no}>
                <th scope="row">
                  {no}. <span lang={byNo.get(no)?.locale}>{byNo.get(no)?.title}</span>
                </th>
                {[own, ...others].map((view) => (
                  <td key={view.method} className="number">
                    <Place place={view.places[no]} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Place({ place }: { place: MethodPlace | undefined }) {
  const t = useTranslations("methods");
  const format = useFormatter();
  if (!place) return "—";
  const { rank, moved, interval, score } = place;
  const points = format.number(score, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  return (
    <>
      <strong>{rank}</strong>
      {moved !== 0 && (
        <span className="moved">
          <span aria-hidden="true">
            {" "}
            {moved > 0 ? "▲" : "▼"}
            {Math.abs(moved)}
          </span>
          <span className="hidden-visually">
            {" "}
            {t(moved > 0 ? "up" : "down", { count: Math.abs(moved) })}
          </span>
        </span>
      )}
      <span className="soft detail">
        {points}
        {interval && ` · ${interval.from}–${interval.to}`}
      </span>
    </>
  );
}
