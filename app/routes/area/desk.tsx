import { Link, useLoaderData } from "@remix-run/react";
import { useFormatter, useTranslations } from "use-intl";
import { pageFor, signedIn } from "#app/http/actor.server.ts";
import { type DeskEdition, deskEditions } from "#app/queries/desk.server.ts";
import { ComputerQuestion } from "#app/ui/computer.tsx";
import { titled } from "#app/ui/title.ts";

export const meta = titled("desk.title");

export const loader = pageFor(signedIn, async ({ actor }) => ({ name: actor.name, editions: await deskEditions(actor) }));

export default function Desk() {
  const t = useTranslations("desk");
  const { name, editions } = useLoaderData<typeof loader>();
  return (
    <div className="stack">
      <h1>{t("hello", { name })}</h1>
      <ComputerQuestion once />
      {editions.length === 0 && <p>{t("none")}</p>}
      {editions.map((edition) => <Edition key={edition.code} {...edition} />)}
    </div>
  );
}

const places = { ORGANISER: ["organise", "manage"], JUROR: ["judge", "jury"], CUSTODIAN: ["keep", "custody"] } as const;

function Edition(edition: DeskEdition) {
  const t = useTranslations("desk");
  const phase = useTranslations("phase");
  return (
    <section className="panel stack" aria-labelledby={`edition-${edition.code}`}>
      <div className="row">
        <h2 id={`edition-${edition.code}`} style={{ margin: 0 }}>{edition.name}</h2>
        <span className="tag">{phase(edition.phase)}</span>
      </div>
      <When {...edition} />
      {edition.roles.length > 0 && (
        <p className="row">
          {edition.roles.map((role) => <Link key={role} to={`/area/${places[role][1]}/${edition.code}`}>{t(places[role][0])}</Link>)}
        </p>
      )}
    </section>
  );
}

function When({ phase, opensAt, closesAt, timeZone }: DeskEdition) {
  const t = useTranslations("desk");
  const format = useFormatter();
  const date = (at: Date) => format.dateTime(at, { dateStyle: "long", timeStyle: "short", timeZone });
  if ((phase === "preparation" || phase === "announced") && opensAt) return <p>{t("opens", { date: date(opensAt) })}</p>;
  if (phase === "open" && closesAt) return <p>{t("closes", { date: date(closesAt) })}</p>;
  return closesAt ? <p className="soft">{t("closed", { date: date(closesAt) })}</p> : null;
}
