import { Button, Tabs } from "@mantine/core";
import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { lazy, Suspense, useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { anonymousEditions } from "#app/deposit/edition.server.ts";
import { inLocale } from "#app/domain/locale.ts";
import { localeOf } from "#app/http/locale.server.ts";
import { site } from "#app/http/site.server.ts";
import { warmUp } from "#app/sealing/client.ts";
import { whenIdle } from "#app/sealing/remote.ts";
import { Shell } from "#app/ui/shell.tsx";
import { forgetFiles } from "./file-store.ts";
import { leaveNoTrace } from "./client.ts";
import { parts } from "./parts.ts";
import { Write } from "./write.tsx";

const Join = lazy(async () => ({ default: (await parts.join()).Join }));
const Vote = lazy(async () => ({ default: (await parts.vote()).Vote }));
const Return = lazy(async () => ({ default: (await parts.return()).Return }));

/** The anonymous page: the same bytes for everybody, whoever asks. */
export async function loader({ params }: LoaderFunctionArgs) {
  return { locale: localeOf(params), site: site(), editions: await anonymousEditions() };
}

export const meta: MetaFunction = () => [{ title: "Innova.TO" }, { name: "referrer", content: "no-referrer" }, { name: "robots", content: "noindex" }];

export default function AnonymousPage() {
  const { locale, site, editions } = useLoaderData<typeof loader>();
  const t = useTranslations("p.page");
  const [tab, setTab] = useState<string | null>("write");
  useEffect(() => void (location.hash === "#receipt" && setTab("return")), []);
  const [ready, setReady] = useState(false);
  useEffect(() => {
    setReady(true);
    warmUp();
    whenIdle(() => void Promise.all(Object.values(parts).map((load) => load())).catch(() => undefined)); // offline: it is tried again when it is wanted
  }, []);
  const choices = editions.map((edition) => ({ ...edition, title: inLocale(edition.names, locale) || edition.code }));
  const other = locale === "it" ? "en" : "it";
  const navigation = (
    <>
      <Link to={`/p/${other}`} hrefLang={other} lang={other} replace preventScrollReset>{t("otherLanguage")}</Link>
      <a href={`/${locale}/trust`} rel="noreferrer">{t("trust")}</a>
      <a href={`/${locale}/help/employee`} rel="noreferrer">{t("help")}</a>
    </>
  );
  return (
    <Shell site={site} home={`/${locale}`} navigation={navigation}>
      <h1>{t("title")}</h1>
      <p className="narrow">{t("intro")}</p>
      <noscript><p className="panel">{t("needsScript")}</p></noscript>
      {ready && (
        <Tabs value={tab} onChange={setTab} keepMounted={false}>
          <Tabs.List mb="md">
            <Tabs.Tab value="write">{t("tabs.write")}</Tabs.Tab>
            {editions.some(({ maxTeam, takesDeposits }) => maxTeam > 1 && takesDeposits) && <Tabs.Tab value="join">{t("tabs.join")}</Tabs.Tab>}
            {editions.some(({ vote }) => vote?.state === "open") && <Tabs.Tab value="vote">{t("tabs.vote")}</Tabs.Tab>}
            <Tabs.Tab value="return">{t("tabs.return")}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="write">
            <Write editions={choices} locale={locale} />
          </Tabs.Panel>
          <Tabs.Panel value="join">
            <Suspense fallback={null}><Join editions={choices.filter(({ maxTeam, takesDeposits }) => maxTeam > 1 && takesDeposits)} locale={locale} /></Suspense>
          </Tabs.Panel>
          <Tabs.Panel value="vote">
            <Suspense fallback={null}><Vote editions={choices.filter(({ vote }) => vote?.state === "open")} locale={locale} /></Suspense>
          </Tabs.Panel>
          <Tabs.Panel value="return">
            <Suspense fallback={null}><Return editions={choices} locale={locale} /></Suspense>
          </Tabs.Panel>
        </Tabs>
      )}
      <LeaveNoTrace />
    </Shell>
  );
}

function LeaveNoTrace() {
  const t = useTranslations("p.page");
  const [left, setLeft] = useState(false);
  return (
    <section className="panel no-print" style={{ marginTop: "2rem" }}>
      <h2 style={{ fontSize: "1.05rem" }}>{t("trace.title")}</h2>
      <p>{t("trace.text")}</p>
      <Button variant="default" onClick={() => { leaveNoTrace(); forgetFiles(); setLeft(true); }}>{t("trace.act")}</Button>
      <p role="status">{left && t("trace.done")}</p>
    </section>
  );
}
