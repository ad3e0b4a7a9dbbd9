import type { ActionFunctionArgs } from "@remix-run/node";
import { answer } from "#app/deposit/answer.server.ts";
import { readEntitlement } from "#app/deposit/entitlement-header.ts";
import { checkMaySendMore } from "#app/deposit/entitlement.server.ts";
import { admitted } from "#app/deposit/load.server.ts";
import { isPadded, padded, sizeClasses } from "#app/deposit/padding.ts";
import { refuse, Refused } from "#app/domain/refusal.ts";
import { type Precedence, withBody } from "#app/http/body.server.ts";
import { headersOf, statusOf } from "#app/http/reply.server.ts";
import { toBase64 } from "#app/sealing/bytes.ts";

/** The one endpoint of the anonymous wing. Nothing of it is logged, whatever happens. */
export async function action({ request }: ActionFunctionArgs) {
  try {
    return reply(await withBody(request, await allowed(request), async (body) => answer(body.toString())));
  } catch (error) {
    if (error instanceof Refused) return reply({ refusal: error.refusal }, statusOf(error.refusal.code), headersOf(error.refusal));
    return reply({ refusal: { code: "broken" } }, 500);
  }
}

/** An answer has the length of a class too: a cleaned file's own would be known again where a juror downloads it. Nor is it compressed. */
function reply(value: object, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(padded(value), { status, headers: { "Content-Type": "application/json", "Cache-Control": "no-store, no-transform", ...headers } });
}

/** There is nothing to read here; without this, Remix would take it for an error and log one. */
export function loader() {
  return new Response("Method not allowed", { status: 405, headers: { Allow: "POST" } });
}

const [smallest, largest] = [sizeClasses[0], sizeClasses.at(-1)!];

/**
 * How much of this request is read: of whom no header says a pass or a receipt, the smallest class and no more. Refuses
 * by the announced length what is of no class, and before it is read what may not be that large.
 */
async function allowed(request: Request): Promise<{ limit: number; precedence: Precedence; whose?: string }> {
  const announced = Number(request.headers.get("Content-Length") ?? NaN);
  if (announced > largest) throw refuse("too-large");
  if (!Number.isNaN(announced) && !isPadded(announced)) throw refuse("wrong-size");
  const entitlement = readEntitlement(request.headers.get("Authorization"));
  if (!entitlement || announced === smallest) {
    if (announced > smallest) throw refuse("wrong-size"); // a page of before, which knows of no header
    return { limit: smallest, precedence: "anonymous" };
  }
  const right = await admitted("others", () => checkMaySendMore(entitlement));
  return { limit: largest, precedence: "entitled", whose: toBase64(right) };
}
