import { useTranslations } from "use-intl";
import { sharesErased } from "#app/domain/opening/opening.ts";
import type { Custody, CustodianState } from "#app/queries/opening/custody.server.ts";
import { useWhen } from "./time/use-when.ts";

/** Who has done what, for everybody to see. */
export function CustodianTable({ custody }: { custody: Custody }) {
  const t = useTranslations("custody.table");
  const when = useWhen();
  const careOf = ({ destroyedAt, lostAt, checkedAt, checkFaults }: CustodianState) => {
    if (destroyedAt) return t("destroyed");
    if (lostAt) return t("lost");
    return checkedAt
      ? t("checked", { at: when(new Date(checkedAt)), faults: checkFaults })
      : t("unchecked");
  };
  const mark = (is: boolean) => (is ? t("yes") : t("no"));
  return (
    <>
      <div className="scroll" tabIndex={0} role="region" aria-label={t("caption")}>
        <table>
          <thead>
            <tr>
              <th>{t("key")}</th>
              <th>{t("person")}</th>
              <th>{t("office")}</th>
              <th>{t("keys")}</th>
              <th>{t("manifest")}</th>
              <th>{t("root")}</th>
              <th>{t("ranking")}</th>
              <th>{t("shares")}</th>
              <th>{t("care")}</th>
            </tr>
          </thead>
          <tbody>
            {custody.custodians.map((each) => (
              <tr key={each.position}>
                <td>{each.position}</td>
                <td>{each.name}</td>
                <td>
                  {each.title}
                  {each.fingerprint && (
                    <div className="mono soft" style={{ fontSize: "0.78rem" }}>
                      {each.fingerprint}
                    </div>
                  )}
                </td>
                <td>{each.tested ? t("tested") : each.enrolled ? t("untested") : t("no")}</td>
                <td>{mark(each.signedManifest)}</td>
                <td>{mark(each.signedRoot)}</td>
                <td>{mark(each.signedRanking)}</td>
                <td className="number">{sharesErased(custody.phase) ? "—" : each.released}</td>
                <td>{careOf(each)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <details>
        <summary>{t("what")}</summary>
        <dl className="columns">
          {columns.map((column) => (
            <div key={column}>
              <dt>{t(column)}</dt>
              <dd>{t(`means.${column}`)}</dd>
            </div>
          ))}
        </dl>
      </details>
    </>
  );
}

/** The columns whose names say little to whoever meets them first. */
const columns = ["keys", "manifest", "root", "ranking", "shares", "care"] as const;
