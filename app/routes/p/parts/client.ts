import { type Responses, responses } from "#app/deposit/responses.ts";
import { entitlementOf } from "#app/deposit/entitlement-header.ts";
import { padded } from "#app/deposit/padding.ts";
import type { AnonymousRequest } from "#app/deposit/request.ts";
import { type Refusal, refusalIn } from "#app/domain/refusal.ts";

// How the anonymous page talks to its one endpoint.

const wrapping = { key: "" };

/**
 * From now on all is wrapped for this public key of the ballot box (base64url), or goes as it is
 * where there is none.
 */
export function wrapFor(key: string | null): void {
  wrapping.key = key ?? "";
}

/** The server said no; `refusal` has words. */
export class RefusedAnswer extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.code);
  }
}

/**
 * Sends one request, padded to its size class, without cookies. Throws RefusedAnswer when refused,
 * TypeError when offline.
 */
export async function send<Op extends AnonymousRequest["op"]>(
  request: { op: Op } & Record<string, unknown>,
): Promise<Responses[Op]> {
  const body = padded(request);
  const right = entitlementOf(request, body);
  const { ok, answer } = await (wrapping.key
    ? wrapped(right.Authorization ?? "", body)
    : bare({ "Content-Type": "application/json", ...right }, body));
  if (!ok) throw new RefusedAnswer(refusalIn(answer));
  const parsed = responses[request.op].safeParse(answer);
  if (!parsed.success) throw new RefusedAnswer({ code: "busy" });
  return parsed.data as Responses[Op]; // the schema of this very act
}

async function bare(headers: Record<string, string>, body: string) {
  const response = await post(headers, body);
  return { ok: response.ok, answer: (await response.json()) as unknown };
}

async function wrapped(right: string, body: string) {
  const { sendWrapped } = await import("./send-wrapped.ts");
  return sendWrapped(wrapping.key, right, body, post);
}

function post(headers: Record<string, string>, body: BodyInit): Promise<Response> {
  return fetch("/p/api", {
    method: "POST",
    body,
    headers,
    credentials: "omit",
    referrerPolicy: "no-referrer",
    cache: "no-store",
  });
}

/** Runs an act; a refusal goes to `onRefused`, and so does a lost connection. */
export async function tried(
  onRefused: (refusal: Refusal) => void,
  act: () => Promise<void>,
): Promise<void> {
  try {
    await act();
  } catch (error) {
    onRefused(error instanceof RefusedAnswer ? error.refusal : { code: "busy" });
  }
}
