import "#app/ui/styles/area.css";
import { Form, NavLink, Outlet, useLoaderData, useNavigate } from "@remix-run/react";
import { type FormEvent, useEffect } from "react";
import { useTranslations } from "use-intl";
import { actsForOthers } from "#app/domain/policy.ts";
import { computerOfRequest, pageFor, signedIn } from "#app/http/actor.server.ts";
import { site } from "#app/http/site.server.ts";
import { BusyActs } from "#app/routes/area/parts/busy-acts.tsx";
import { HeldForms } from "#app/framework/held-forms.tsx";
import { forgetWhose, keepsSomething, keptOf, sayWhose } from "#app/ui/kept/kept-person.ts";
import { LanguageSwitch } from "#app/routes/area/parts/language-switch.tsx";
import { Shell } from "#app/ui/frame/shell.tsx";
import { useIdleEnd } from "#app/routes/area/parts/use-idle-end.ts";

export const loader = pageFor(signedIn, async ({ actor, request }) => ({
  sub: actor.id,
  computer: computerOfRequest(request),
  locale: actor.locale,
  site: site(),
  name: `${actor.name} ${actor.surname}`,
  isAdministrator: actor.isAdministrator,
  isWatched: actsForOthers(actor),
}));

/**
 * The frame of the pages for people who are signed in; it protects none of them: each has its own
 * guard.
 */
export default function AreaLayout() {
  const { locale, site, sub, computer, isWatched } = useLoaderData<typeof loader>();
  useEffect(() => sayWhose(computer === "private" ? sub : null), [sub, computer]);
  useIdleEnd(computer !== "private" || isWatched);
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
      <a href={`/${locale}`} rel="noreferrer">
        {t("public")}
      </a>
      <a href={`/${locale}/help`} rel="noreferrer">
        {t("help")}
      </a>
      <a href={`/p/${locale}`} rel="noreferrer">
        {t("proposals")}
      </a>
      <NavLink to="/area/account" title={t("account")}>
        {name}
      </NavLink>
      <LanguageSwitch current={locale} />
      <SignOut />
    </>
  );
}

/**
 * Signs out; where this browser keeps something of this person it is asked first whether that
 * stays.
 */
function SignOut() {
  const t = useTranslations("area");
  const { sub } = useLoaderData<typeof loader>();
  const navigate = useNavigate();
  const leave = (event: FormEvent<HTMLFormElement>) => {
    if (Object.values(keptOf(sub)).some(Boolean)) {
      event.preventDefault();
      return navigate("/area/logout");
    }
    forgetWhose();
    const keeps = event.currentTarget.elements.namedItem("keeps");
    if (keeps instanceof HTMLInputElement) keeps.value = keepsSomething() ? "yes" : "no";
  };
  return (
    <Form method="post" action="/area/logout" reloadDocument onSubmit={leave}>
      <input type="hidden" name="keeps" defaultValue="no" />
      <button type="submit" className="plain">
        {t("signOut")}
      </button>
    </Form>
  );
}
