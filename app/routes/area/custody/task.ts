import { refuse } from "#app/domain/refusal.ts";
import { custodian, pageFor } from "#app/http/actor.server.ts";
import { custodyTask } from "#app/queries/desk/custody-task.server.ts";

/** All that waits for this custodian's key, as a file for a page or command of their own. */
export const loader = pageFor(custodian, async ({ actor, edition }) => {
  const task = await custodyTask(edition, actor.id);
  if (!task) throw refuse("wrong-phase");
  return new Response(JSON.stringify(task), {
    headers: {
      "Content-Type": "application/json",
      "Content-Disposition": `attachment; filename="custodian-${edition.code}.json"`,
    },
  });
});
