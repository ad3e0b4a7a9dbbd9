import { anybody, pageFor } from "#app/http/actor.server.ts";
import { notFound } from "#app/http/reply.server.ts";

/**
 * Every other address under a language: a page that does not exist, in that language and without a
 * script.
 */
export const loader = pageFor(anybody, async () => {
  throw notFound();
});

export default function MissingPage() {
  return null;
}
