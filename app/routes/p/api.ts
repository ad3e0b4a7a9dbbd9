import type { ActionFunctionArgs } from "@remix-run/node";
import { answer } from "#app/deposit/answer.server.ts";
import { admitted } from "#app/deposit/load.server.ts";
import { isPadded, padded, sizeClasses } from "#app/deposit/padding.ts";
import { refuse, Refused } from "#app/domain/refusal.ts";
import { statusOf } from "#app/http/reply.server.ts";

/** The one endpoint of the anonymous wing. Nothing of it is logged, whatever happens. */
export async function action({ request }: ActionFunctionArgs) {
  try {
    return reply(await admitted(announcedSize(request), async () => answer(await limitedText(request))));
  } catch (error) {
    if (error instanceof Refused) return reply({ refusal: error.refusal }, statusOf(error.refusal.code));
    return reply({ refusal: { code: "broken" } }, 500);
  }
}

/** An answer has the length of a class too: a cleaned file's own would be known again where a juror downloads it. Nor is it compressed. */
function reply(value: object, status = 200): Response {
  return new Response(padded(value), { status, headers: { "Content-Type": "application/json", "Cache-Control": "no-store, no-transform" } });
}

/** There is nothing to read here; without this, Remix would take it for an error and log one. */
export function loader() {
  return new Response("Method not allowed", { status: 405, headers: { Allow: "POST" } });
}

const largest = sizeClasses.at(-1)!;
const readingTime = 120_000; // milliseconds: 8 MB at half a megabit would take longer, and hold a place

/** The length a body says it has, refused unless it is a class; one that says nothing counts as the largest. */
function announcedSize(request: Request): number {
  const announced = request.headers.get("Content-Length");
  if (announced === null) return largest;
  if (Number(announced) > largest) throw refuse("too-large");
  if (!isPadded(Number(announced))) throw refuse("wrong-size");
  return Number(announced);
}

/** The body as text; stops reading, and refuses, beyond the largest size class. One that takes too long ends too short. */
async function limitedText(request: Request): Promise<string> {
  const decoder = new TextDecoder();
  const reader = request.body?.getReader();
  const late = setTimeout(() => void reader?.cancel(), readingTime);
  let [text, size] = ["", 0];
  for (let read = await reader?.read(); read?.value; read = await reader?.read()) {
    size += read.value.length;
    if (size > largest) throw refuse("too-large");
    text += decoder.decode(read.value, { stream: true });
  }
  clearTimeout(late);
  return text + decoder.decode();
}
