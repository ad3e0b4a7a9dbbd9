import { Button, Tabs } from "@mantine/core";
import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { anonymousEditions } from "#app/deposit/edition.server.ts";
import { wrapsFor } from "#app/deposit/wrapped.server.ts";
import { inLocale, type Locale } from "#app/domain/locale.ts";
import { localeOf } from "#app/http/locale.server.ts";
import { site } from "#app/http/site.server.ts";
import { warmUp } from "#app/sealing/workers/client.ts";
import { whenIdle } from "#app/sealing/workers/remote.ts";
import { Shell } from "#app/ui/frame/shell.tsx";
import { wrapFor } from "./parts/client.ts";
import { beginAgain, eraseEverything, useBeginning } from "./parts/kept/kept.ts";
import type { EditionChoice } from "./parts/edition-choice.ts";
import { parts } from "./parts/lazy-parts.ts";
import { Write } from "./parts/write.tsx";

const Join = lazy(async () => ({ default: (await parts.join()).Join }));
const Vote = lazy(async () => ({ default: (await parts.vote()).Vote }));
const Return = lazy(async () => ({ default: (await parts.return()).Return }));

/** The anonymous page: the same bytes for everybody, whoever asks. */
export async function loader({ params }: LoaderFunctionArgs) {
  return {
    locale: localeOf(params),
    site: site(),
    editions: await anonymousEditions(),
    wrapKey: await wrapsFor(),
  };
}

export const meta: MetaFunction = () => [
  { title: "Innova.TO" },
  { name: "referrer", content: "no-referrer" },
  { name: "robots", content: "noindex" },
];

export default function AnonymousPage() {
  const { locale, site, editions, wrapKey } = useLoaderData<typeof loader>();
  const t = useTranslations("p.page");
  const beginning = useBeginning();
  const [ready, setReady] = useState(false);
  useEffect(() => wrapFor(wrapKey), [wrapKey]);
  useEffect(() => {
    setReady(true);
    warmUp();
    whenIdle(
      () => void Promise.all(Object.values(parts).map((load) => load())).catch(() => undefined),
    ); // offline: it is tried again when it is wanted
  }, []);
  const choices = editions.map((edition) => ({
    ...edition,
    title: inLocale(edition.names, locale) || edition.code,
  }));
  const other = locale === "it" ? "en" : "it";
  const navigation = (
    <>
      <Link to={`/p/${other}`} hrefLang={other} lang={other} replace preventScrollReset>
        {t("otherLanguage")}
      </Link>
      <a href={`/${locale}/trust`} rel="noreferrer">
        {t("trust")}
      </a>
      <a href={`/${locale}/help/employee`} rel="noreferrer">
        {t("help")}
      </a>
    </>
  );
  return (
    <Shell site={site} home={`/${locale}`} navigation={navigation}>
      <h1>{t("title")}</h1>
      <p className="narrow">{t("intro")}</p>
      <noscript>
        <p className="panel">{t("needsScript")}</p>
      </noscript>
      {ready && !beginning.erased && (
        <Parts key={beginning.count} editions={choices} locale={locale} />
      )}
      {beginning.erased ? <Erased /> : <LeaveNoTrace />}
    </Shell>
  );
}

type Part = "write" | "join" | "vote" | "return";

/**
 * The parts of the page. One that was looked at stays as it is while another is shown: nothing
 * typed in it is lost.
 */
function Parts({ editions, locale }: { editions: EditionChoice[]; locale: Locale }) {
  const t = useTranslations("p.page");
  const [tab, setTab] = useState<Part>(() => (location.hash === "#receipt" ? "return" : "write"));
  const [visited, setVisited] = useState<Part[]>([tab]);
  const joinable = editions.filter(({ maxTeam, takesDeposits }) => maxTeam > 1 && takesDeposits);
  const voting = editions.filter(({ vote }) => vote?.state === "open");
  const parts: [Part, ReactNode][] = [
    ["write", <Write editions={editions} locale={locale} />],
    ...(joinable.length > 0
      ? [["join", <Join editions={joinable} locale={locale} />] satisfies [Part, ReactNode]]
      : []),
    ...(voting.length > 0
      ? [["vote", <Vote editions={voting} locale={locale} />] satisfies [Part, ReactNode]]
      : []),
    ["return", <Return editions={editions} locale={locale} />],
  ];
  const show = (next: string | null) => {
    const part = parts.find(([name]) => name === next)?.[0];
    if (!part) return;
    setTab(part);
    setVisited((before) => [...new Set([...before, part])]);
  };
  return (
    <Tabs value={tab} onChange={show}>
      <Tabs.List mb="md">
        {parts.map(([name]) => (
          <Tabs.Tab key={name} value={name}>
            {t(`tabs.${name}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {parts.map(([name, part]) => (
        <Tabs.Panel key={name} value={name}>
          {visited.includes(name) && <Suspense fallback={null}>{part}</Suspense>}
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}

function LeaveNoTrace() {
  const t = useTranslations("p.page.trace");
  return (
    <section className="panel no-print" style={{ marginTop: "2rem" }}>
      <h2 style={{ fontSize: "1.05rem" }}>{t("title")}</h2>
      <p>{t("text")}</p>
      <Button variant="default" onClick={eraseEverything}>
        {t("act")}
      </Button>
    </section>
  );
}

/**
 * Nothing is left on the page; what was erased, what was not, and signing out where that is wanted.
 */
function Erased() {
  const t = useTranslations("p.page.erased");
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section className="panel stack">
      <h2 ref={heading} tabIndex={-1}>
        {t("title")}
      </h2>
      <p role="status">{t("gone")}</p>
      <p>{t("stays")}</p>
      <ul>
        <li>{t("stillIn")}</li>
        <li>{t("downloads")}</li>
        <li>{t("deposited")}</li>
      </ul>
      <form method="post" action="/area/logout" className="row">
        <Button type="submit">{t("signOut")}</Button>
        <Button variant="default" onClick={() => beginAgain()}>
          {t("again")}
        </Button>
      </form>
      <p className="soft">{t("closeWindow")}</p>
    </section>
  );
}
