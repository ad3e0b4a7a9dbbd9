import { type Refusal, refusalIn } from "#app/domain/refusal.ts";

/**
 * Posts JSON to one of the custody acts; gives the answer or the refusal. A lost connection reads
 * as busy.
 */
export async function post(
  url: string,
  body: object,
): Promise<{ value: unknown; refusal?: undefined } | { refusal: Refusal }> {
  try {
    const response = await fetch(url, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "Content-Type": "application/json" },
    });
    const answer: unknown = await response.json();
    return response.ok ? { value: answer } : { refusal: refusalIn(answer) };
  } catch {
    return { refusal: { code: "busy" } };
  }
}
