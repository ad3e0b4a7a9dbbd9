import { data } from "@remix-run/node";
import { planSchema, whyNotAssign } from "#app/domain/assignment/board.ts";
import { phaseHas } from "#app/domain/phase.ts";
import { actFor, organiser, pageFor } from "#app/http/actor.server.ts";
import { tableLimit } from "#app/http/body.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { keepInput } from "#app/http/keep-input.server.ts";
import {
  assignmentPage,
  type Plan,
  planAssignment,
} from "#app/queries/assignment/assignment.server.ts";

export { default, meta } from "./page.tsx";

export const loader = pageFor(organiser, async ({ actor, edition }) => {
  const page = await assignmentPage(actor.id, edition.id);
  return {
    code: edition.code,
    screening: phaseHas(edition.phase, "screens"),
    editable: whyNotAssign(edition.phase) === null && !page.waits,
    ...page,
  };
});

/** Computes an assignment to look at; nothing is written. */
export const action = actFor(organiser, async ({ actor, edition, request }) => {
  const parsed = await parseForm(request, planSchema, tableLimit);
  if (!parsed.ok) return data({ refusal: { code: "invalid" as const } }, 400);
  const typed = { pair: parsed.value.pair };
  let plan: Plan | null = null;
  const refused = await keepInput(
    typed,
    async () => void (plan = await planAssignment(actor.id, edition.id, parsed.value)),
  );
  return refused ?? { plan: plan as Plan | null, typed };
});
