import "#app/ui/styles/judging.css";
import { Alert } from "@mantine/core";
import { data, redirect } from "@remix-run/node";
import { Link, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { applyAssignment } from "#app/commands/assignment/assignment.server.ts";
import { boardSchema, toText, whyNotAssign } from "#app/domain/assignment/board.ts";
import type { AssignmentGoal } from "#app/domain/assignment/problem.ts";
import { phaseHas } from "#app/domain/phase.ts";
import type { Refusal } from "#app/domain/refusal.ts";
import { actFor, organiser, pageFor } from "#app/http/actor.server.ts";
import { tableLimit } from "#app/http/body.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { keepInput } from "#app/http/keep-input.server.ts";
import { assignmentPage, type Plan } from "#app/queries/assignment/assignment.server.ts";
import { AssignmentBoard, Waiting } from "#app/routes/area/manage/parts/assignment-board.tsx";
import { Done, RefusalAlert } from "#app/ui/forms/fields.tsx";
import { titled } from "#app/ui/frame/title.ts";
import { Unproved } from "#app/ui/unproved.tsx";

export const meta = titled("assignment.title");

export const loader = pageFor(organiser, async ({ actor, edition }) => {
  const page = await assignmentPage(actor.id, edition.id);
  return {
    code: edition.code,
    screening: phaseHas(edition.phase, "screens"),
    editable: whyNotAssign(edition.phase) === null && !page.waits,
    ...page,
  };
});

/** Applies the pairs, all at once. */
export const action = actFor(organiser, async ({ actor, edition, request }) => {
  const parsed = await parseForm(request, boardSchema, tableLimit);
  if (!parsed.ok) return data({ refusal: { code: "invalid" as const } }, 400);
  const refused = await keepInput(parsed.value, () =>
    applyAssignment(actor.id, edition.id, parsed.value),
  );
  if (refused) return refused;
  throw redirect(`/area/manage/${edition.code}/assignment?done=applied`);
});

type Answer = { refusal: Refusal; typed?: Typed } | { plan: Plan; typed: Typed } | undefined;
type Typed = { pair: string[]; planned?: string; unproved?: AssignmentGoal[] };

/** Who judges what; `assignment/plan` shows the same page with what the solver proposes. */
export default function AssignmentPage() {
  const { code, screening, editable, waits, board, waiting, preferred } =
    useLoaderData<typeof loader>();
  const answer = useActionData() as Answer;
  const [params] = useSearchParams();
  const t = useTranslations("assignment");
  const plan = answer && "plan" in answer ? answer.plan : null;
  const planned = plan?.kind === "assigned" ? plan.pairs.map(toText) : null;
  const typed = answer?.typed;
  const boxes = planned ?? typed?.pair ?? null;
  const unproved = plan?.kind === "assigned" ? plan.unproved : (typed?.unproved ?? []);
  return (
    <div className="stack">
      <h1>{t("title")}</h1>
      <p>
        {t("rule", {
          k: board.jurorsPerProposal,
          internal: board.minInternal,
          external: board.minExternal,
        })}
      </p>
      {preferred && <p className="soft">{t("preferred", preferred)}</p>}
      <Done when={params.get("done") === "applied"}>
        {t("applied")} {screening && <Link to={`/area/manage/${code}`}>{t("scoringBegins")}</Link>}
      </Done>
      <Done when={planned !== null}>
        {t(
          planned && isApplied(planned, board.pairs.map(toText))
            ? "plannedSame"
            : unproved.length > 0
              ? "plannedInTime"
              : "planned",
        )}
      </Done>
      <Unproved goals={unproved} />
      {answer && "refusal" in answer && <RefusalAlert refusal={answer.refusal} />}
      {plan?.kind === "infeasible" && (
        <RefusalAlert refusal={{ code: "infeasible", reasons: plan.reasons }} />
      )}
      <Waiting waiting={waiting} />
      {waits && (
        <Alert color="blue">
          {t("waitsForProposers")}{" "}
          <Link to={`/area/manage/${code}/jury/conflicts`}>{t("waitsWhere")}</Link>
        </Alert>
      )}
      {!editable && !waits && <Alert color="gray">{t("closed")}</Alert>}
      {waits ? null : board.proposals.length === 0 || board.jurors.length === 0 ? (
        <p>{t("nothing")}</p>
      ) : (
        <AssignmentBoard
          key={JSON.stringify([board.basis, boxes])}
          board={board}
          boxes={boxes}
          unproved={unproved}
          planned={planned?.join(" ") ?? typed?.planned ?? ""}
          action={`/area/manage/${code}/assignment`}
          editable={editable}
        />
      )}
    </div>
  );
}

/** True when what the solver proposes is what is applied already. */
function isApplied(planned: string[], applied: string[]): boolean {
  const before = new Set(applied);
  return planned.length === applied.length && planned.every((pair) => before.has(pair));
}
