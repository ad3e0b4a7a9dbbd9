import { data, redirect } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { savePrize } from "#app/commands/awards/sponsor.server.ts";
import { refuse } from "#app/domain/refusal.ts";
import { prizeSchema, whyNotEditAwards } from "#app/domain/awards/sponsor.ts";
import { actFor, organiser, pageFor } from "#app/http/actor.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { idOf } from "#app/http/params.server.ts";
import { sponsorPage } from "#app/queries/awards/sponsors.server.ts";
import { RefusalAlert } from "#app/ui/forms/fields.tsx";
import { LockedAwards, PrizeForm } from "#app/routes/area/manage/parts/sponsor-forms.tsx";
import { titled } from "#app/ui/frame/title.ts";

export const meta = titled("sponsors.prizes");

/** The prize of the URL, or undefined for `new`. */
const prizeOf = (params: { prize?: string }) =>
  params.prize === "new" ? undefined : idOf(params, "prize");

export const loader = pageFor(organiser, async ({ edition, params }) => {
  const sponsor = await sponsorPage(edition.id, idOf(params, "sponsor"));
  const id = prizeOf(params);
  const prize = sponsor.prizes.find((each) => each.id === id);
  if (id && !prize) throw refuse("not-found");
  return {
    code: edition.code,
    editable: whyNotEditAwards(edition.phase) === null,
    sponsor: { id: sponsor.id, name: sponsor.name },
    prize,
  };
});

export const action = actFor(organiser, async ({ actor, edition, params, request }) => {
  const sponsorId = idOf(params, "sponsor");
  const parsed = await parseForm(request, prizeSchema);
  if (!parsed.ok) return data({ result: parsed.reply }, 400);
  await savePrize(actor.id, edition.id, sponsorId, parsed.value, prizeOf(params));
  throw redirect(`/area/manage/${edition.code}/sponsors/${sponsorId}?done=saved`);
});

/** A prize of a sponsor's stock, new or known. */
export default function PrizePage() {
  const { code, sponsor, prize, editable } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const t = useTranslations("sponsors");
  return (
    <div className="stack narrow">
      <p>
        <Link to={`/area/manage/${code}/sponsors/${sponsor.id}`}>{sponsor.name}</Link>
      </p>
      <h1>{prize ? t("change") : t("addPrize")}</h1>
      {answer && "refusal" in answer && <RefusalAlert refusal={answer.refusal} />}
      <LockedAwards when={!editable}>
        <PrizeForm
          prize={prize}
          result={answer && "result" in answer ? answer.result : undefined}
        />
      </LockedAwards>
    </div>
  );
}
