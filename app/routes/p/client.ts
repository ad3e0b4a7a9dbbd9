import { type Answers, answers } from "#app/deposit/answers.ts";
import { entitlementOf } from "#app/deposit/entitlement-header.ts";
import { padded } from "#app/deposit/padding.ts";
import type { AnonymousRequest } from "#app/deposit/request.ts";
import { type Refusal, refusalIn } from "#app/domain/refusal.ts";

// How the anonymous page talks to its one endpoint.

/** The server said no; `refusal` has words. */
export class RefusedAnswer extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.code);
  }
}

/** Sends one request, padded to its size class, without cookies. Throws RefusedAnswer when refused, TypeError when offline. */
export async function send<Op extends AnonymousRequest["op"]>(request: { op: Op } & Record<string, unknown>): Promise<Answers[Op]> {
  const body = padded(request);
  const response = await fetch("/p/api", {
    method: "POST",
    body,
    headers: { "Content-Type": "application/json", ...entitlementOf(request, body) },
    credentials: "omit",
    referrerPolicy: "no-referrer",
    cache: "no-store",
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw new RefusedAnswer(refusalIn(answer));
  const parsed = answers[request.op].safeParse(answer);
  if (!parsed.success) throw new RefusedAnswer({ code: "busy" });
  return parsed.data as Answers[Op]; // the schema of this very act
}

/** Runs an act; a refusal goes to `onRefused`, and so does a lost connection. */
export async function tried(onRefused: (refusal: Refusal) => void, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    onRefused(error instanceof RefusedAnswer ? error.refusal : { code: "busy" });
  }
}
