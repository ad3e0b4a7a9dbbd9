import { entitlementOf } from "#app/deposit/entitlement-header.ts";
import { padded } from "#app/deposit/padding.ts";
import type { Refusal } from "#app/domain/refusal.ts";
import { sessionCookieName } from "#app/platform/accounts/session.server.ts";

/** The server answered an act with something else than expected; says where and what. */
export class Unexpected extends Error {
  override name = "Unexpected";
}

/** Somebody with a browser of their own: a session, and requests as a browser sends them. */
export class Person {
  /** known once it was chosen */
  password = "";
  private readonly cookies = new Map<string, string>();

  constructor(
    readonly origin: string,
    readonly email = "",
  ) {}

  /** The session, for a browser that shall go on as this person. */
  session(): { name: string; value: string } {
    return { name: sessionCookieName, value: this.cookies.get(sessionCookieName) ?? "" };
  }

  /** A page's HTML. */
  async page(path: string): Promise<string> {
    const response = await this.request(path);
    if (!response.ok) throw new Unexpected(`${path} answered ${response.status}`);
    return response.text();
  }

  /** A JSON document. */
  async json<T>(path: string): Promise<T> {
    const response = await this.request(path);
    if (!response.ok)
      throw new Unexpected(
        `${path} answered ${response.status}: ${(await response.text()).slice(0, 300)}`,
      );
    return (await response.json()) as T;
  }

  /** Sends a form as without JavaScript; expects to be led on, and gives the address led to. */
  async submit(path: string, fields: FormFields): Promise<string> {
    const response = await this.request(path, { method: "POST", body: formOf(fields) });
    const to = response.headers.get("Location");
    if (response.status < 300 || response.status > 399 || !to)
      throw new Unexpected(
        `${path} answered ${response.status}: ${alertsIn(await response.text())}`,
      );
    return to;
  }

  /** Posts JSON; gives the answer, or the refusal. */
  async post<T>(path: string, body: object): Promise<{ value: T } | { refusal: Refusal }> {
    // it takes size classes only, and the larger ones from who may
    const anonymous = path === "/p/api";
    const text = anonymous ? padded(body) : JSON.stringify(body);
    const headers = {
      "Content-Type": "application/json",
      ...(anonymous ? entitlementOf({ ...body }, text) : {}),
    };
    const response = await this.request(path, { method: "POST", body: text, headers });
    const answer = await response.json();
    return response.ok ? { value: answer } : { refusal: answer.refusal };
  }

  /** The same, where a refusal is not expected. */
  async must<T>(path: string, body: object): Promise<T> {
    const answer = await this.post<T>(path, body);
    if ("refusal" in answer)
      throw new Unexpected(`${path} refused: ${JSON.stringify(answer.refusal)}`);
    return answer.value;
  }

  /** Sends a request; shows the password again where that is asked for. */
  async request(path: string, init: RequestInit = {}): Promise<Response> {
    const response = await this.send(path, init);
    if (response.status !== 403 || !this.password) return response;
    await this.send("/area/second-factor/again", {
      method: "POST",
      body: JSON.stringify({ answer: this.password }),
      headers: { "Content-Type": "application/json" },
    });
    return this.send(path, init);
  }

  private async send(path: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set("Origin", this.origin);
    // a browser sends cookies to /area only: they have that path
    const cookies = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    if (cookies && path.startsWith("/area/")) headers.set("Cookie", cookies);
    const response = await fetch(new URL(path, this.origin), {
      ...init,
      headers,
      redirect: "manual",
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      this.cookies.set(name, value);
    }
    return response;
  }
}

export type FormFields = Record<
  string,
  string | number | boolean | Blob | (string | number)[] | undefined
>;

function formOf(fields: FormFields): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    for (const each of Array.isArray(value) ? value : [value]) {
      if (each instanceof Blob) form.append(name, each, "file.csv");
      else form.append(name, String(each));
    }
  }
  return form;
}

/** What a page says went wrong, for the message of an Unexpected. */
function alertsIn(html: string): string {
  const alerts = [
    ...html.matchAll(/role="alert"[\s\S]{0,900}/g),
    ...html.matchAll(/class="[^"]*InputWrapper-error[^"]*"[^>]*>([^<]+)/g),
  ].map(([text]) => text);
  return (alerts.join(" ") || html)
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ")
    .slice(0, 500);
}
