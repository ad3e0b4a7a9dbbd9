import { NavLink, Outlet } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { administrator, pageFor } from "#app/http/actor.server.ts";

export const loader = pageFor(administrator, async () => null);

/** The tabs of the administration. */
export default function AdminLayout() {
  const t = useTranslations("admin");
  const area = useTranslations("area")("administration");
  return (
    <>
      <nav className="tabs" aria-label={area}>
        {(["editions", "staff", "people", "mail", "audit", "city", "box"] as const).map((tab) => (
          <NavLink key={tab} to={`/area/admin/${tab}`}>
            {tab === "editions" ? t("editions.title") : t(tab)}
          </NavLink>
        ))}
      </nav>
      <Outlet />
    </>
  );
}
