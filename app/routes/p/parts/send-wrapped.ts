import { readWrapped, wrappedType } from "#app/deposit/wrapped-answer.ts";
import { refusalIn } from "#app/domain/refusal.ts";
import { fromBase64, toBase64 } from "#app/sealing/bytes.ts";
import { wrap } from "#app/sealing/wrapped.ts";

/** Of what is not wrapped only this is believed: whoever passes it on could have said it. */
const inClear = new Set(["not-wrapped", "cookie-on-p"]);

type Post = (headers: Record<string, string>, body: BodyInit) => Promise<Response>;
type Answer = { ok: boolean; answer: unknown };

/**
 * Sends a body, and what proves the right to send it, wrapped for the box's public key (base64url),
 * and opens the answer. Rejects what was altered on its way.
 */
export async function sendWrapped(
  key: string,
  right: string,
  bare: string,
  post: Post,
): Promise<Answer> {
  const { head, body, openAnswer } = await wrap(fromBase64(key), right, bare);
  const headers = { "Content-Type": wrappedType, Authorization: `Wrapped ${toBase64(head)}` };
  const response = await post(headers, body);
  if (response.ok)
    return readWrapped(await openAnswer(new Uint8Array(await response.arrayBuffer())));
  const refusal = refusalIn(await response.json());
  return { ok: false, answer: inClear.has(refusal.code) ? { refusal } : null };
}
