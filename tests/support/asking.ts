import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { lucia } from "#app/platform/accounts/session.server.ts";
import { type Shown, shownCookie } from "#app/platform/accounts/shown-factor.server.ts";

// Asks a route's own loader or action, as a signed-in person's browser would.

type Ask = {
  as: { id: string };
  params?: Record<string, string>;
  search?: string;
  form?: Form;
  /** what a script sends */
  json?: object;
  /** the password, if nothing else is said */
  shown?: Shown | null;
  /** when that was */
  minutesAgo?: number;
};
/** Fields as a browser posts them; files are chosen ones. */
type Form = Record<string, string | File | string[]>;
type Handler = (args: LoaderFunctionArgs & ActionFunctionArgs) => Promise<unknown>;

export type Answered = {
  status: number;
  text: string;
  location: string | null;
  value: unknown;
  headers?: Headers;
};

/** The status, whole text and destination of what `handler` answers, thrown or returned. */
export async function ask(handler: unknown, asked: Ask): Promise<Answered> {
  const { as, params = {}, search = "", form, json, shown = "password", minutesAgo = 0 } = asked;
  const session = await lucia().createSession(as.id, {});
  const cookie = lucia().createSessionCookie(session.id).serialize();
  const shownThen = shown
    ? [shownCookie(cookie, shown, new Date(Date.now() - minutesAgo * 60_000))]
    : [];
  const body = json ? JSON.stringify(json) : form && bodyOf(form);
  const request = new Request(`http://localhost/area/x${search}`, {
    method: body ? "POST" : "GET",
    headers: { Cookie: [cookie, ...shownThen].map((each) => each.split(";")[0]).join("; ") },
    body: body ?? null,
  });
  const args = { request, params, context: { nonce: "" } } as unknown as LoaderFunctionArgs &
    ActionFunctionArgs;
  const value = await (handler as Handler)(args).catch((thrown: unknown) => {
    if (thrown instanceof Response) return thrown;
    throw thrown;
  });
  if (value instanceof Response) {
    const { status, headers } = value;
    const text = await value.text();
    const isJson = headers.get("Content-Type")?.startsWith("application/json");
    return {
      status,
      text,
      location: headers.get("Location"),
      value: isJson ? JSON.parse(text) : null,
      headers,
    };
  }
  const withInit = value as { type?: string; data?: unknown; init?: { status?: number } };
  if (withInit?.type === "DataWithResponseInit")
    return {
      status: withInit.init?.status ?? 200,
      text: JSON.stringify(withInit.data),
      location: null,
      value: withInit.data,
    };
  return { status: 200, text: JSON.stringify(value), location: null, value };
}

function bodyOf(form: Form): FormData {
  const body = new FormData();
  for (const [name, values] of Object.entries(form))
    for (const value of [values].flat()) body.append(name, value);
  return body;
}
