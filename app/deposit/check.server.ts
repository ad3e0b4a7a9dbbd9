import { marksIn } from "#app/domain/self-identification/guard.ts";
import { guardIndex } from "#app/platform/guard-index.server.ts";
import type { Checked } from "./responses.ts";
import { sealedEdition } from "./edition.server.ts";
import { checkEntitled } from "./entitlement.server.ts";
import type { RequestOf } from "./request.ts";

/**
 * Says which passages of these texts may tell who wrote them. Nothing of it is kept. It warns and
 * never forbids: a deposit is not asked whether its text was checked. Refuses receipt-unknown,
 * token-invalid, token-spent.
 */
export async function check(request: RequestOf<"check">): Promise<Checked> {
  await checkEntitled(await sealedEdition(request.edition), request);
  const knows = await guardIndex();
  return {
    marks: request.texts.flatMap(({ field, text }) =>
      marksIn(text, knows).map((mark) => ({ field, ...mark })),
    ),
  };
}
