import type { Refusal } from "#app/domain/refusal.ts";

/** Posts JSON to one of the custody acts; gives the answer or the refusal. A lost connection reads as busy. */
export async function post<T = unknown>(url: string, body: object): Promise<{ value: T; refusal?: undefined } | { refusal: Refusal }> {
  try {
    const response = await fetch(url, { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" } });
    const answer = await response.json();
    return response.ok ? { value: answer } : { refusal: answer.refusal ?? { code: "busy" } };
  } catch {
    return { refusal: { code: "busy" } };
  }
}
