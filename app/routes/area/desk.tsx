import { Button } from "@mantine/core";
import { Link, useLoaderData, useSearchParams } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { type Phase, phaseHas } from "#app/domain/phase.ts";
import { pageFor, signedIn } from "#app/http/actor.server.ts";
import { type DeskEdition, deskEditions } from "#app/queries/desk/desk.server.ts";
import {
  ownCertificates,
  tookPartOffers,
} from "#app/queries/publication/own-certificates.server.ts";
import { voteOffers } from "#app/queries/vote/employees-vote.server.ts";
import { ownImplementations } from "#app/queries/implementation/implementation.server.ts";
import { winsOf } from "#app/queries/opening/opening.server.ts";
import { passOffers, returnOffers } from "#app/queries/passes/passes.server.ts";
import { ComputerQuestion } from "#app/routes/area/parts/computer.tsx";
import { EditionHead } from "#app/routes/area/parts/edition-head.tsx";
import { Done } from "#app/ui/forms/fields.tsx";
import { later } from "#app/ui/frame/later.tsx";
import { Tasks } from "#app/ui/tasks.tsx";
import { titled } from "#app/ui/frame/title.ts";

// nobody has them all
const Certificates = later(
  async () => (await import("#app/routes/area/parts/certificates.tsx")).Certificates,
);
const OwnImplementations = later(
  async () => (await import("#app/routes/area/parts/own-implementations.tsx")).OwnImplementations,
);
const PassCard = later(async () => (await import("#app/routes/area/parts/pass-card.tsx")).PassCard);
const PassReturn = later(
  async () => (await import("#app/routes/area/parts/pass-return.tsx")).PassReturn,
);
const TookPart = later(
  async () => (await import("#app/routes/area/parts/took-part-card.tsx")).TookPart,
);
const VoteCard = later(async () => (await import("#app/routes/area/parts/vote-card.tsx")).VoteCard);
const WinCard = later(async () => (await import("#app/routes/area/parts/win-card.tsx")).WinCard);

export const meta = titled("desk.title");

export const loader = pageFor(signedIn, async ({ actor }) => ({
  name: actor.name,
  locale: actor.locale,
  followed: await ownImplementations(actor.id, actor.locale),
  wins: await winsOf(actor.id),
  offers: actor.isEmployee ? await passOffers(actor.id, actor.locale) : [],
  returns: actor.isEmployee ? await returnOffers(actor.id, actor.locale) : [],
  votes: actor.isEmployee ? await voteOffers(actor.id, actor.locale) : [],
  editions: await deskEditions(actor),
  certificates: await ownCertificates(actor.id, actor.locale),
  tookPart: actor.isEmployee ? await tookPartOffers(actor.id, actor.locale) : [],
}));

export default function Desk() {
  const t = useTranslations("desk");
  const { name, locale, followed, wins, offers, votes, returns, editions, certificates, tookPart } =
    useLoaderData<typeof loader>();
  const [search] = useSearchParams();
  const own = editions.filter(({ roles }) => roles.length > 0);
  const without = editions.filter(({ roles }) => roles.length === 0);
  const offered = without.flatMap((edition) =>
    offers.filter(({ code }) => code === edition.code).map((offer) => ({ edition, offer })),
  );
  const isOffered = (id: string) => offered.some(({ offer }) => offer.editionId === id);
  const others = without.filter((edition) => !offered.some((each) => each.edition === edition));
  return (
    <div className="stack">
      <h1>{t("hello", { name })}</h1>
      <Done when={search.get("done") === "answered"}>{t("answered")}</Done>
      <Done when={search.get("done") === "unnamed"}>{t("unnamed")}</Done>
      <Done when={search.get("done") === "certificate"}>{t("certificate")}</Done>
      {wins
        .filter(({ published }) => !published)
        .map((win) => (
          <WinCard key={win.envelopeId} win={win} />
        ))}
      {followed.length > 0 && <OwnImplementations followed={followed} />}
      {own.map((edition) => (
        <Edition key={edition.code} {...edition} />
      ))}
      <ComputerQuestion once />
      {offered.map(({ edition, offer }) => (
        <PassCard
          key={offer.editionId}
          offer={offer}
          edition={edition}
          participate={`/p/${locale}`}
        >
          {returns
            .filter(({ editionId }) => editionId === offer.editionId)
            .map((each) => (
              <PassReturn key={each.editionId} offer={each} within />
            ))}
        </PassCard>
      ))}
      {votes.map((offer) => (
        <VoteCard key={offer.editionId} offer={offer} />
      ))}
      {returns
        .filter(({ editionId }) => !isOffered(editionId))
        .map((offer) => (
          <PassReturn key={offer.editionId} offer={offer} />
        ))}
      {wins
        .filter(({ published }) => published)
        .map((win) => (
          <WinCard key={win.envelopeId} win={win} />
        ))}
      {certificates.length > 0 && <Certificates certificates={certificates} locale={locale} />}
      {tookPart.map((offer) => (
        <TookPart key={offer.editionId} offer={offer} />
      ))}
      {editions.length === 0 && <p>{t("none")}</p>}
      {others.map((edition) => (
        <Edition key={edition.code} {...edition} />
      ))}
    </div>
  );
}

/** Where a role works; the secretary of the jury is named, and goes to its meetings. */
const taskPages = {
  ORGANISER: ["organise", "manage"],
  JUROR: ["judge", "jury"],
  CUSTODIAN: ["keep", "custody"],
} as const;

const takesPart = (phase: Phase) => phaseHas(phase, "passes");

function Edition(edition: DeskEdition) {
  const t = useTranslations("desk");
  const refusal = useTranslations("refusal");
  return (
    <section className="panel stack" aria-labelledby={`edition-${edition.code}`}>
      <EditionHead {...edition} />
      {takesPart(edition.phase) && edition.roles.length > 0 && (
        <p className="soft">{refusal("holds-role")}</p>
      )}
      {edition.tasks.length > 0 && (
        <div>
          <h3 className="small">{t("todo")}</h3>
          <Tasks tasks={edition.tasks} most={5} />
        </div>
      )}
      {edition.roles.length > 0 && (
        <p className="row">
          {edition.roles.map((role) =>
            role === "SECRETARY" ? (
              <span key={role}>
                {t("writesMinutes")}{" "}
                {phaseHas(edition.phase, "totalsSeen") && (
                  <Link to={`/area/meetings/${edition.code}`}>{t("meetings")}</Link>
                )}
              </span>
            ) : (
              <Button
                key={role}
                component={Link}
                to={`/area/${taskPages[role][1]}/${edition.code}`}
                variant="light"
              >
                {t(
                  role === "JUROR" && phaseHas(edition.phase, "frozen")
                    ? "judged"
                    : taskPages[role][0],
                )}
              </Button>
            ),
          )}
        </p>
      )}
    </section>
  );
}
