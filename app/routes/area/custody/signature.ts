import { z } from "zod";
import { signSubject } from "#app/commands/opening/custody.server.ts";
import { answerFor, custodian } from "#app/http/actor.server.ts";
import { parseJson } from "#app/http/json.server.ts";
import { base64Bytes } from "#app/sealing/encoded.ts";

const signatureOf = z.object({
  subject: z.enum(["MANIFEST", "ROOT", "RANKING"]),
  subjectHash: base64Bytes(32),
  signature: base64Bytes(64),
});

/** A custodian's signature on the manifest, the root or the ranking. */
export const action = answerFor(custodian, async ({ actor, edition, request }) => {
  const { subject, ...signed } = await parseJson(request, signatureOf);
  await signSubject(actor.id, edition.id, subject, signed);
  return Response.json({ ok: true });
});
