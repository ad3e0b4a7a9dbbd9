import { Link } from "@remix-run/react";
import { useTranslations } from "use-intl";
import type { OwnImplementation } from "#app/queries/implementation/implementation.server.ts";
import { Tasks } from "#app/ui/tasks.tsx";

/** The winners whose page this person keeps, with what waits in each. */
export function OwnImplementations({ followed }: { followed: OwnImplementation[] }) {
  const t = useTranslations("implementation");
  return (
    <section className="panel stack" aria-labelledby="followed">
      <h2 id="followed" style={{ margin: 0 }}>
        {t("yours")}
      </h2>
      <ul className="entries">
        {followed.map(({ code, publicNo, title, status, tasks }) => (
          <li key={`${code}/${publicNo}`}>
            <div>
              <p className="row">
                <Link to={`/area/implementation/${code}/${publicNo}`}>{title}</Link>
                <span className="tag">{t(`statuses.${status}`)}</span>
                <span className="soft">{code}</span>
              </p>
              {tasks.length > 0 && <Tasks tasks={tasks} />}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
