import type { ActionFunctionArgs } from "@remix-run/node";
import { dispatch } from "#app/deposit/dispatch.server.ts";
import { readEntitlement } from "#app/deposit/entitlement-header.ts";
import { checkMaySendMore } from "#app/deposit/entitlement.server.ts";
import { withLoadLimit } from "#app/deposit/load-limit.server.ts";
import { isPadded, padded, sizeClasses } from "#app/deposit/padding.ts";
import { sayWrapped, wrappedType } from "#app/deposit/wrapped-answer.ts";
import { unwrapped } from "#app/deposit/wrapped.server.ts";
import { refuse, Refused } from "#app/domain/refusal.ts";
import { type Precedence, withBody } from "#app/http/body.server.ts";
import { headersOf, statusOf } from "#app/http/reply.server.ts";
import { fromUtf8, toBase64 } from "#app/sealing/bytes.ts";
import { type UnwrappedRequest, wrapping } from "#app/sealing/wrapped.ts";

/** The one endpoint of the anonymous wing. Nothing of it is logged, whatever happens. */
export async function action({ request }: ActionFunctionArgs) {
  try {
    const authorization = request.headers.get("Authorization");
    const opened = await unwrapped(authorization);
    return opened ? await answerWrapped(request, opened) : await answerBare(request, authorization);
  } catch (error) {
    return bare(inWords(error));
  }
}

async function answerBare(request: Request, authorization: string | null): Promise<Response> {
  const reading = await allowed(request, authorization);
  return bare({
    value: await withBody(request, reading, async (body) => dispatch(body.toString())),
  });
}

/**
 * Whatever comes of it is wrapped too: the status of a refusal would tell who passes it on what was
 * asked.
 */
async function answerWrapped(
  request: Request,
  { right, openBody, wrapAnswer }: UnwrappedRequest,
): Promise<Response> {
  const act = async (body: Buffer) => dispatch(fromUtf8(await openBody(body)));
  const said = await allowed(request, right, wrapping)
    .then(async (reading) => ({ value: await withBody(request, reading, act) }))
    .catch(inWords);
  const bytes = await wrapAnswer(sayWrapped(!("status" in said), said.value));
  return new Response(bytes, { headers: { "Content-Type": wrappedType, ...unstored } });
}

type Said = { value: object; status?: number; headers?: Record<string, string> };

function inWords(error: unknown): Said & { status: number } {
  if (!(error instanceof Refused)) return { value: { refusal: { code: "broken" } }, status: 500 };
  const { refusal } = error;
  return { value: { refusal }, status: statusOf(refusal.code), headers: headersOf(refusal) };
}

/**
 * An answer has the length of a class too: a cleaned file's own would be known again where a juror
 * downloads it. Nor is it compressed.
 */
function bare({ value, status = 200, headers = {} }: Said): Response {
  return new Response(padded(value), {
    status,
    headers: { "Content-Type": "application/json", ...unstored, ...headers },
  });
}

const unstored = { "Cache-Control": "no-store, no-transform" };

/** There is nothing to read here; without this, Remix would take it for an error and log one. */
export function loader() {
  return new Response("Method not allowed", { status: 405, headers: { Allow: "POST" } });
}

const [smallest, largest] = [sizeClasses[0], sizeClasses.at(-1)!];

/**
 * How much of this request is read: of whom no header says a pass or a receipt, the smallest class
 * and no more. Refuses by the announced length what is of no class, and before it is read what may
 * not be that large. `more` are the bytes that a wrapping adds.
 */
async function allowed(
  request: Request,
  authorization: string | null,
  more = 0,
): Promise<{ limit: number; precedence: Precedence; whose?: string }> {
  const announced = Number(request.headers.get("Content-Length") ?? NaN) - more;
  if (announced > largest) throw refuse("too-large");
  if (!Number.isNaN(announced) && !isPadded(announced)) throw refuse("wrong-size");
  const entitlement = readEntitlement(authorization);
  if (!entitlement || announced === smallest) {
    // a page of before, which knows of no header
    if (announced > smallest) throw refuse("wrong-size");
    return { limit: smallest + more, precedence: "anonymous" };
  }
  const right = await withLoadLimit("others", () => checkMaySendMore(entitlement));
  return { limit: largest + more, precedence: "entitled", whose: toBase64(right) };
}
