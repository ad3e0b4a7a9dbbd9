import { type ActionFunctionArgs, type LoaderFunctionArgs, redirectDocument } from "@remix-run/node";
import { type Actor, holds, mayAdminister, type RoleKind } from "#app/domain/policy.ts";
import { Refused } from "#app/domain/refusal.ts";
import { actorOfSession } from "#app/queries/actor.server.ts";
import { presides } from "#app/queries/chair.server.ts";
import { findEdition } from "#app/queries/edition.server.ts";
import { type Computer, computerOf, sessionIn } from "#app/platform/session.server.ts";
import { headersOf, notFound, refusalReply, statusOf } from "./reply.server.ts";

type Args = LoaderFunctionArgs | ActionFunctionArgs;
type EditionRow = NonNullable<Awaited<ReturnType<typeof findEdition>>>;

/** Decides who may go on, and hands the handler what it found; throws the answer for all others. */
type Guard<Found> = (args: Args) => Promise<Args & Found>;

/** A page behind `guard`. A refusal becomes the page's error. */
export function pageFor<Found, T>(guard: Guard<Found>, handler: (asked: Args & Found) => Promise<T>) {
  return async (args: Args): Promise<T> => {
    try {
      return await handler(await guard(args));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      throw isHidden(error) ? notFound() : Response.json(error.refusal, { status: statusOf(error.refusal.code), headers: headersOf(error.refusal) });
    }
  };
}

/** An act behind `guard`. A refusal is the act's answer, so that the page stays and keeps what was typed. */
export function actFor<Found, T>(guard: Guard<Found>, handler: (asked: Args & Found) => Promise<T>) {
  return async (args: Args): Promise<T | ReturnType<typeof refusalReply>> => {
    try {
      return await handler(await guard(args));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (isHidden(error)) throw notFound();
      return refusalReply(error.refusal);
    }
  };
}

/** Anybody, signed in or not; it exists so that every route names its guard. */
export const anybody: Guard<object> = async (args) => args;

/** Whoever is signed in; others are led to sign in and come back. */
export const signedIn: Guard<{ actor: Actor }> = async (args) => {
  const actor = await actorOf(args.request);
  if (!actor) throw redirectDocument(`/area/login?back=${encodeURIComponent(pathOf(args.request))}`);
  return { ...args, actor };
};

/** Administrators; for everybody else the page does not exist. */
export const administrator: Guard<{ actor: Actor }> = async (args) => {
  const asked = await signedIn(args);
  if (!mayAdminister(asked.actor)) throw notFound();
  return asked;
};

export const organiser = roleIn("ORGANISER");
export const juror = roleIn("JUROR");
export const custodian = roleIn("CUSTODIAN");
/** Those who hold the session of the opening. */
export const atTheOpening = roleIn("ORGANISER", "CUSTODIAN");

/** The juror who presides. */
export const chair = roleIn("CHAIR");
/** Those who may hold the jury's meetings. */
export const atTheMeetings = roleIn("ORGANISER", "SECRETARY", "CHAIR");
/** Those who decide on the ranking. */
export const atTheRanking = roleIn("ORGANISER", "CHAIR");

/** Those who hold one of these roles, or preside over the jury, in the edition whose code is `params.edition`; for others it does not exist. */
function roleIn(...seats: (RoleKind | "CHAIR")[]): Guard<{ actor: Actor; edition: EditionRow }> {
  return async (args) => {
    const asked = await signedIn(args);
    const edition = await findEdition(args.params.edition ?? "");
    if (!edition || !(await sits(asked.actor, edition.id, seats))) throw notFound();
    return { ...asked, edition };
  };
}

async function sits(actor: Actor, editionId: string, seats: (RoleKind | "CHAIR")[]): Promise<boolean> {
  if (seats.some((seat) => seat !== "CHAIR" && holds(actor, seat, editionId))) return true;
  return seats.includes("CHAIR") && holds(actor, "JUROR", editionId) && presides(actor.id, editionId);
}

/** The signed-in person, or null. */
export async function actorOf(request: Request): Promise<Actor | null> {
  const sessionId = sessionIn(request.headers.get("Cookie"));
  return sessionId ? actorOfSession(sessionId) : null;
}

/** Whose computer the request's session was opened on; null where nobody was asked, which counts as shared. */
export function computerOfRequest(request: Request): Computer | null {
  return computerOf(sessionIn(request.headers.get("Cookie")) ?? "");
}

/** The path a person wanted, without what Remix adds to ask for its data. */
function pathOf(request: Request): string {
  const url = new URL(request.url);
  url.searchParams.delete("_routes");
  return url.pathname.replace(/\.data$/, "") + url.search;
}

function isHidden({ refusal }: Refused): boolean {
  return refusal.code === "not-found" || refusal.code === "not-allowed";
}
