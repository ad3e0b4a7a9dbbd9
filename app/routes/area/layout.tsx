import "#app/ui/area.css";
import { Form, NavLink, Outlet, useLoaderData } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { pageFor, signedIn } from "#app/http/actor.server.ts";
import { site } from "#app/http/site.server.ts";
import { BusyActs } from "#app/ui/busy-acts.tsx";
import { HeldForms } from "#app/ui/held-forms.tsx";
import { LanguageSwitch } from "#app/ui/language-switch.tsx";
import { Shell } from "#app/ui/shell.tsx";

export const loader = pageFor(signedIn, async ({ actor }) => ({
  locale: actor.locale,
  site: site(),
  name: `${actor.name} ${actor.surname}`,
  isAdministrator: actor.isAdministrator,
}));

/** The frame of the pages for people who are signed in; it protects none of them: each has its own guard. */
export default function AreaLayout() {
  const { locale, site } = useLoaderData<typeof loader>();
  return (
    <Shell site={site} home={`/${locale}`} navigation={<Navigation />}>
      <HeldForms />
      <BusyActs />
      <Outlet />
    </Shell>
  );
}

function Navigation() {
  const t = useTranslations("area");
  const { locale, name, isAdministrator } = useLoaderData<typeof loader>();
  return (
    <>
      <NavLink to="/area/desk">{t("desk")}</NavLink>
      {isAdministrator && <NavLink to="/area/admin">{t("administration")}</NavLink>}
      <a href={`/${locale}`} rel="noreferrer">{t("public")}</a>
      <a href={`/${locale}/help`} rel="noreferrer">{t("help")}</a>
      <a href={`/p/${locale}`} rel="noreferrer">{t("proposals")}</a>
      <NavLink to="/area/account" title={t("account")}>{name}</NavLink>
      <LanguageSwitch current={locale} />
      <Form method="post" action="/area/logout">
        <button type="submit" className="plain">{t("signOut")}</button>
      </Form>
    </>
  );
}
