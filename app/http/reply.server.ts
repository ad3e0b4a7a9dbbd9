import { data } from "@remix-run/node";
import type { Refusal, RefusalCode } from "#app/domain/refusal.ts";

const statuses: Partial<Record<RefusalCode, number>> = {
  "signed-out": 401,
  "wrong-credentials": 401,
  "confirm-again": 403,
  "not-found": 404,
  "not-allowed": 404, // what someone may not see looks like what does not exist
  "receipt-unknown": 404,
  "invitation-unknown": 404,
  "too-many-attempts": 429,
  busy: 503,
  "too-large": 413,
  "cookie-on-p": 400,
  duplicate: 409,
  conflict: 409,
  stale: 409,
  "token-spent": 409,
  "team-full": 409,
  "already-confirmed": 409,
  "already-released": 409,
  "not-confirmed": 409,
  "in-use": 409,
  "wrong-phase": 409,
  "too-early": 409,
  "too-late": 409,
  blocked: 409,
};

/** The HTTP status of a refusal. */
export function statusOf(code: RefusalCode): number {
  return statuses[code] ?? 422;
}

/** What goes with that status: who is asked to come again is told after how many seconds. */
export function headersOf({ code, params }: Refusal): Record<string, string> {
  if (code === "too-many-attempts") return { "Retry-After": String(params?.seconds ?? 30) };
  return code === "busy" ? { "Retry-After": "5" } : {};
}

/** A refusal as a script's answer. */
export function refusalAnswer(refusal: Refusal): Response {
  return Response.json(
    { refusal },
    { status: statusOf(refusal.code), headers: headersOf(refusal) },
  );
}

/** Headers that set these cookies, each in a line of its own. */
export function settingCookies(cookies: string[]): Headers {
  return new Headers(cookies.map((cookie): [string, string] => ["Set-Cookie", cookie]));
}

/** A refusal as an action's answer: the page shows it and keeps what was typed. */
export function refusalReply(refusal: Refusal) {
  return data({ refusal }, { status: statusOf(refusal.code), headers: headersOf(refusal) });
}

/** The one 404 there is: alike for what does not exist and for what may not be seen. */
export function notFound(): Response {
  return new Response("Not found", { status: 404 });
}
