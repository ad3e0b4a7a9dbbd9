import { Alert, Button, Textarea } from "@mantine/core";
import { redirect } from "@remix-run/node";
import { Form, Link, useActionData, useFetcher, useLoaderData } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { enterPhase } from "#app/commands/edition/phase.server.ts";
import { phaseOf, type Phase, phases } from "#app/domain/phase.ts";
import type { Moment } from "#app/domain/mailing/mailing.ts";
import { type Reason, type Refusal, refuse } from "#app/domain/refusal.ts";
import { actFor, organiser, pageFor, requireConfirmed } from "#app/http/actor.server.ts";
import { formOf } from "#app/http/body.server.ts";
import { phaseToBegin } from "#app/queries/edition/manage.server.ts";
import { RefusalAlert, useInvalidWords } from "#app/ui/forms/fields.tsx";
import { ReasonList } from "#app/ui/forms/reason-words.tsx";

/** What is published is looked at and confirmed on its own page. */
const questionOf = (code: string, phase: Phase) =>
  `/area/manage/${code}${phase === phaseOf.publication ? "/publication" : ""}`;

export const loader = pageFor(organiser, async ({ edition }) => {
  const phase = await phaseToBegin(edition);
  if (!phase || phase.next === phaseOf.publication)
    throw redirect(questionOf(edition.code, phase?.next ?? edition.phase));
  return { code: edition.code, ...phase, next: phase.next };
});

/** Begins the next phase, for good. */
export const action = actFor(organiser, async ({ actor, edition, request }) => {
  const parsed = z.enum(phases).safeParse((await formOf(request)).get("phase"));
  if (!parsed.success) throw refuse("invalid", { field: "phase" });
  if (parsed.data === phaseOf.publication) throw redirect(questionOf(edition.code, parsed.data));
  if (parsed.data === phaseOf.freeze) await requireConfirmed(actor, request);
  await enterPhase(actor.id, edition.id, parsed.data);
  throw redirect(`/area/manage/${edition.code}?done=${parsed.data}`);
});

/** Asks before a phase begins: what begins, who learns of it, and that there is no way back. */
export default function PhasePage() {
  const { code, next, blocked, cautions, exceptable, mails } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const t = useTranslations("manage.phase");
  const tPhase = useTranslations("phase");
  const title = t("title", { phase: tPhase(next) });
  return (
    <div className="stack narrow">
      <h1>{title}</h1>
      {answer && "refusal" in answer && <RefusalAlert refusal={answer.refusal} />}
      <section aria-labelledby="begins">
        <h2 id="begins">{t("what")}</h2>
        <p>{t(`begins.${next}`)}</p>
      </section>
      <section aria-labelledby="told">
        <h2 id="told">{t("who")}</h2>
        <p>{t(`told.${next}`)}</p>
        {next !== phaseOf.ceremony && <Mails code={code} mails={mails} />}
      </section>
      {cautions.length > 0 && (
        <Alert color="yellow" title={t("cautions")}>
          <ReasonList reasons={cautions} />
        </Alert>
      )}
      {blocked.length > 0 ? (
        <Alert color="gray" title={t("missing")}>
          <ReasonList reasons={blocked} />
        </Alert>
      ) : (
        <Form method="post" className="panel stack">
          <p>
            <strong>{t("forGood")}</strong>
          </p>
          <input type="hidden" name="phase" value={next} />
          <div>
            <Button type="submit">{title}</Button>
          </div>
        </Form>
      )}
      {exceptable.length > 0 && <Exception code={code} lacks={exceptable} />}
      <p>
        <Link to={`/area/manage/${code}`}>{t("back")}</Link>
      </p>
    </div>
  );
}

type ExceptionAnswer = { refusal?: Refusal; errors?: Record<string, string[] | null> };

/**
 * Goes on although the jury is not as the call says, for a reason that is published beside what was
 * lacking.
 */
function Exception({ code, lacks }: { code: string; lacks: Reason[] }) {
  const t = useTranslations("juryException");
  const words = useInvalidWords();
  const fetcher = useFetcher<ExceptionAnswer>();
  const [wrong] = Object.values(fetcher.data?.errors ?? {}).flatMap((messages) => messages ?? []);
  return (
    <fetcher.Form
      method="post"
      action={`/area/manage/${code}/phase/jury-exception`}
      autoComplete="off"
      className="panel stack"
    >
      <h2>{t("title")}</h2>
      <p>{t("text")}</p>
      <ReasonList reasons={lacks} />
      <Textarea
        name="reason"
        label={t("reason")}
        error={wrong && words(wrong)}
        required
        minLength={10}
        maxLength={500}
        rows={3}
      />
      <RefusalAlert refusal={fetcher.data?.refusal} />
      <div>
        <Button type="submit" variant="default" loading={fetcher.state !== "idle"}>
          {t("goOn")}
        </Button>
      </div>
    </fetcher.Form>
  );
}

/**
 * The mails that can be sent from then on: none goes by the beginning alone, but those to winners
 * as envelopes are opened.
 */
function Mails({ code, mails }: { code: string; mails: Moment[] }) {
  const t = useTranslations("manage.phase");
  const tMail = useTranslations("mailings");
  if (mails.length === 0) return <p>{t("noMail")}</p>;
  return (
    <>
      <p>{t("mails")}</p>
      <ul>
        {mails.map((moment) => (
          <li key={moment}>
            <Link to={`/area/manage/${code}/mails/${moment}`}>{tMail(`moment.${moment}`)}</Link>
          </li>
        ))}
      </ul>
    </>
  );
}
