import "#app/ui/styles/judging.css";
import { Alert, Button } from "@mantine/core";
import { data } from "@remix-run/node";
import { Form, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { furtherSchema } from "#app/domain/assignment/second-round.ts";
import { phaseHas } from "#app/domain/phase.ts";
import { actFor, organiser, pageFor } from "#app/http/actor.server.ts";
import { longLimit } from "#app/http/body.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { keepInput } from "#app/http/keep-input.server.ts";
import {
  type FurtherPlan,
  planFurther,
  secondRoundPage,
} from "#app/queries/assignment/second-round.server.ts";
import { Done, RefusalAlert } from "#app/ui/forms/fields.tsx";
import {
  FurtherPreview,
  GivenList,
  ProposalChoice,
} from "#app/routes/area/manage/parts/second-round.tsx";
import { titled } from "#app/ui/frame/title.ts";

export const meta = titled("secondRound.title");

export const loader = pageFor(organiser, async ({ actor, edition }) => ({
  code: edition.code,
  ...(await secondRoundPage(actor.id, edition)),
}));

/** Finds further jurors to look at; nothing is written. */
export const action = actFor(organiser, async ({ actor, edition, request }) => {
  const parsed = await parseForm(request, furtherSchema, longLimit);
  if (!parsed.ok) return data({ errors: parsed.reply.error ?? {} }, 400);
  const { numbers } = parsed.value;
  let plan: FurtherPlan | null = null;
  const refused = await keepInput(
    { numbers },
    async () => void (plan = await planFurther(actor.id, edition, numbers)),
  );
  return refused ?? { plan: plan as FurtherPlan | null, typed: { numbers } };
});

/** Proposals that further jurors judge in deliberation: chosen, looked at, given. */
export default function SecondRoundPage() {
  const { code, editable, perProposal, phase, proposals, given, takenBack } =
    useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [params] = useSearchParams();
  const t = useTranslations("secondRound");
  const typed = answer && "typed" in answer ? answer.typed.numbers : [];
  const plan = answer && "plan" in answer ? answer.plan : null;
  const here = `/area/manage/${code}/second-round`;
  return (
    <div className="stack">
      <h1>{t("title")}</h1>
      <p>{t("text", { count: perProposal })}</p>
      {(["given", "taken"] as const).map((done) => (
        <Done key={done} when={params.get("done") === done && !answer}>
          {t(`done.${done}`)}
        </Done>
      ))}
      {!editable && (
        <Alert color="gray">
          {t(phaseHas(phase, "deliberates") || proposals.length > 0 ? "closed" : "notYet")}
        </Alert>
      )}
      {answer && "refusal" in answer && <RefusalAlert refusal={answer.refusal} />}
      {answer && "errors" in answer && (
        <p className="bad" role="alert">
          {t("chooseSome")}
        </p>
      )}
      {plan?.kind === "infeasible" && (
        <RefusalAlert refusal={{ code: "infeasible", reasons: plan.reasons }} />
      )}
      {plan?.kind === "assigned" && <FurtherPreview plan={plan} action={`${here}/jurors`} />}
      <GivenList
        given={given}
        takenBack={takenBack}
        action={`${here}/taking-back`}
        editable={editable}
      />
      {editable && (
        <Form method="post" autoComplete="off" className="stack">
          <ProposalChoice proposals={proposals} chosen={typed} />
          <div>
            <Button type="submit" variant={plan ? "default" : "filled"}>
              {t("propose")}
            </Button>
          </div>
        </Form>
      )}
    </div>
  );
}
