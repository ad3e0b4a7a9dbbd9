import { fitsBudget } from "#app/domain/json-budget.ts";
import { refuse } from "#app/domain/refusal.ts";
import { candidate, candidates, vote } from "./ballot.server.ts";
import { check } from "./check.server.ts";
import { cleanFile } from "./cleaning.server.ts";
import { block, conflictsOf } from "./conflicts.server.ts";
import { writeOwn } from "./dialogue.server.ts";
import { deposit } from "./deposit.server.ts";
import { depositList } from "./deposit-list.server.ts";
import { isSigned } from "./entitlement.server.ts";
import { withLoadLimit } from "./load-limit.server.ts";
import { objectAsOwner, openAsOwner } from "./opening.server.ts";
import { isPadded, sizeClasses } from "./padding.ts";
import { type AnonymousRequest, requestSchema } from "./request.ts";
import { fileOwn, readOwn, replaceOwn, withdrawOwn } from "./return.server.ts";
import { inclusionOwn } from "./inclusion.server.ts";
import { tookPartOwn } from "./took-part.server.ts";
import { invitation, invite, invitedFile, join, uninvite } from "./team.server.ts";

/** Answers one request of the anonymous wing. Refusals are thrown as Refused; nothing is logged. */
export async function dispatch(body: string): Promise<object> {
  if (body.length > sizeClasses.at(-1)!) throw refuse("too-large");
  if (!isPadded(Buffer.byteLength(body))) throw refuse("wrong-size");
  const request = parse(body);
  return withLoadLimit((await carriesPass(request)) ? "withPass" : "others", () => act(request));
}

/** Deposits and what goes with them come first: of what carries a pass only that. */
async function carriesPass(request: AnonymousRequest): Promise<boolean> {
  return (
    (request.op === "deposit" || request.op === "join") && isSigned(request.edition, request.token)
  );
}

function act(request: AnonymousRequest): Promise<object> {
  switch (request.op) {
    case "deposit":
      return deposit(request);
    case "read":
      return readOwn(request);
    case "inclusion":
      return inclusionOwn(request);
    case "deposit-list":
      return depositList(request);
    case "replace":
      return replaceOwn(request);
    case "clean":
      return cleanFile(request);
    case "file":
      return fileOwn(request);
    case "invite":
      return invite(request);
    case "uninvite":
      return uninvite(request);
    case "invitation":
      return invitation(request);
    case "invited-file":
      return invitedFile(request);
    case "join":
      return join(request);
    case "withdraw":
      return withdrawOwn(request);
    case "took-part":
      return tookPartOwn(request);
    case "write":
      return writeOwn(request);
    case "check":
      return check(request);
    case "object":
      return objectAsOwner(request);
    case "conflicts":
      return conflictsOf(request);
    case "block":
      return block(request);
    case "candidates":
      return candidates(request);
    case "candidate":
      return candidate(request);
    case "vote":
      return vote(request);
    case "open-own":
      return openAsOwner(request);
  }
}

function parse(body: string): AnonymousRequest {
  if (!fitsBudget(body)) throw refuse("invalid", { field: "body" });
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    throw refuse("invalid", { field: "body" });
  }
  const parsed = requestSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw refuse("invalid", {
    field: issue?.path.join("."),
    reasons: issue ? [{ key: issue.message }] : [],
  });
}
