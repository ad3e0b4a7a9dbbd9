import type { Arranged } from "./arrange.ts";
import type { HandedIn } from "./employee.ts";
import { waitFor } from "./people.ts";
import type { Person } from "./person.ts";

/**
 * One winner says 'not mine', and the receipt objects; all others agree to be named. Then
 * everything is published at once. `disputed` is what the organiser reads of that one.
 */
export async function publish(
  arranged: Arranged,
  handedIn: HandedIn[],
): Promise<{ published: boolean; named: number; disputed: string }> {
  const { organiser, proposers, visitor, code } = arranged;
  const claims: { person: Person; envelopeId: string }[] = [];
  for (const { person } of proposers) {
    const envelopes = [
      ...(await person.page("/area/desk")).matchAll(/name="envelopeId" value="([0-9a-f-]{36})"/g),
    ].map(([, id]) => id!);
    claims.push(...envelopes.map((envelopeId) => ({ person, envelopeId })));
  }
  const [denied, ...agreed] = claims;
  for (const { person, envelopeId } of agreed)
    await person.submit("/area/claim", { envelopeId, mine: "yes", named: "yes", prize: "yes" });
  const disputed = denied ? await dispute(arranged, denied, handedIn) : "nobody won";
  await organiser.submit(`/area/manage/${code}/publication`, { checked: "on" });
  const results = await visitor.request(`/it/editions/${code}/results`);
  return { published: results.status === 200, named: agreed.length, disputed };
}

/**
 * The person named denies, whoever holds the receipt objects: the organiser sees both, and the
 * program decides nothing.
 */
async function dispute(
  { anonymous, organiser, editionId, code }: Arranged,
  { person, envelopeId }: { person: Person; envelopeId: string },
  handedIn: HandedIn[],
): Promise<string> {
  await person.submit("/area/claim", { envelopeId, mine: "no", reason: "Non ho proposto nulla." });
  const own = handedIn.find(({ request }) => request.envelope.id === envelopeId);
  await anonymous.must("/p/api", {
    op: "object",
    edition: editionId,
    accessKey: own?.request.accessKey,
  });
  // it comes out of the ballot box by itself
  await waitFor(async () => {
    const page = await organiser.page(`/area/manage/${code}/opening`);
    return (page.includes("Contestata") && page.includes("Non ho proposto nulla.")) || undefined;
  }, "a disputed claim on the organiser's page");
  return "shown as disputed, prize kept, not named";
}
