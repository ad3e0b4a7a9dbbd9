import type { ActionFunctionArgs } from "@remix-run/node";
import { answer } from "#app/deposit/answer.server.ts";
import { sizeClasses } from "#app/deposit/request.ts";
import { refuse, Refused } from "#app/domain/refusal.ts";
import { statusOf } from "#app/http/reply.server.ts";

/** The one endpoint of the anonymous wing. Nothing of it is logged, whatever happens. */
export async function action({ request }: ActionFunctionArgs) {
  try {
    return Response.json(await answer(await limitedText(request)));
  } catch (error) {
    if (error instanceof Refused) return Response.json({ refusal: error.refusal }, { status: statusOf(error.refusal.code) });
    return Response.json({ refusal: { code: "broken" } }, { status: 500 });
  }
}

/** There is nothing to read here; without this, Remix would take it for an error and log one. */
export function loader() {
  return new Response("Method not allowed", { status: 405, headers: { Allow: "POST" } });
}

/** The body as text; stops reading, and refuses, beyond the largest size class. */
async function limitedText(request: Request): Promise<string> {
  const limit = sizeClasses.at(-1)!;
  const decoder = new TextDecoder();
  const reader = request.body?.getReader();
  let [text, size] = ["", 0];
  for (let read = await reader?.read(); read?.value; read = await reader?.read()) {
    size += read.value.length;
    if (size > limit) throw refuse("too-large");
    text += decoder.decode(read.value, { stream: true });
  }
  return text + decoder.decode();
}
