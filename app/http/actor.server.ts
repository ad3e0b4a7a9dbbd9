import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  redirectDocument,
} from "@remix-run/node";
import {
  type Actor,
  actsForOthers,
  holds,
  mayAdminister,
  type RoleKind,
} from "#app/domain/policy.ts";
import { Refused, refuse } from "#app/domain/refusal.ts";
import { demandOf, freshMinutes } from "#app/domain/people/second-factor.ts";
import { actorOfSession } from "#app/queries/people/actor.server.ts";
import { presides } from "#app/queries/jury/chair.server.ts";
import { findEdition } from "#app/queries/edition/edition.server.ts";
import { hasFactor } from "#app/queries/people/second-factor.server.ts";
import { isSecondFactorRequired } from "#app/platform/env.server.ts";
import {
  type SessionComputer,
  computerOf,
  idleFor,
  idleMinutes,
  sessionIn,
} from "#app/platform/accounts/session.server.ts";
import { shownIn } from "#app/platform/accounts/shown-factor.server.ts";
import { headersOf, notFound, refusalAnswer, refusalReply, statusOf } from "./reply.server.ts";

type Args = LoaderFunctionArgs | ActionFunctionArgs;
type EditionRow = NonNullable<Awaited<ReturnType<typeof findEdition>>>;

/** Decides who may go on, and hands the handler what it found; throws the answer for all others. */
type Guard<Found> = (args: Args) => Promise<Args & Found>;

/** A page behind `guard`. A refusal becomes the page's error. */
export function pageFor<Found, T>(
  guard: Guard<Found>,
  handler: (asked: Args & Found) => Promise<T>,
) {
  return async (args: Args): Promise<T> => {
    try {
      return await handler(await guard(args));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      throw isHidden(error)
        ? notFound()
        : Response.json(error.refusal, {
            status: statusOf(error.refusal.code),
            headers: headersOf(error.refusal),
          });
    }
  };
}

/**
 * An act behind `guard`. A refusal is the act's answer, so that the page stays and keeps what was
 * typed.
 */
export function actFor<Found, T>(
  guard: Guard<Found>,
  handler: (asked: Args & Found) => Promise<T>,
) {
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

/**
 * An act that a script of ours asks for by itself, and not through Remix: its refusal is an answer
 * too, whose status the script reads. Of the answer of `actFor` Remix would keep the words alone,
 * and a refusal would read as done.
 */
export function answerFor<Found>(
  guard: Guard<Found>,
  handler: (asked: Args & Found) => Promise<Response>,
) {
  return async (args: Args): Promise<Response> => {
    try {
      return await handler(await guard(args));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return isHidden(error) ? notFound() : refusalAnswer(error.refusal);
    }
  };
}

/** Anybody, signed in or not; it exists so that every route names its guard. */
export const anybody: Guard<object> = async (args) => args;

/** Whoever is signed in; others are led to sign in and come back. */
export const signedIn: Guard<{ actor: Actor }> = async (args) => {
  const actor = await actorOf(args.request);
  if (!actor)
    throw redirectDocument(`/area/login?back=${encodeURIComponent(pathOf(args.request))}`);
  return { ...args, actor };
};

/** Whoever acts for others in some role. */
export const actingForOthers: Guard<{ actor: Actor }> = async (args) => {
  const asked = await signedIn(args);
  if (!actsForOthers(asked.actor)) throw notFound();
  return asked;
};

/**
 * Whoever is signed in, after the second factor where there is one: what changes the way in takes
 * more than the password.
 */
export const afterOwnFactor: Guard<{ actor: Actor }> = async (args) =>
  withOwnFactor(await signedIn(args));

/** Whoever acts for others, at their own second factor. */
export const ownFactor: Guard<{ actor: Actor }> = async (args) =>
  withOwnFactor(await actingForOthers(args));

async function withOwnFactor<Asked extends Args & { actor: Actor }>(asked: Asked): Promise<Asked> {
  const { actor, request } = asked;
  if (!isFactorShown(request) && (await hasFactor(actor.id)))
    throw secondFactorFirst(request, "/area/second-factor");
  return asked;
}

/** Administrators; for everybody else the page does not exist. */
export const administrator: Guard<{ actor: Actor }> = async (args) => {
  const asked = await signedIn(args);
  if (!mayAdminister(asked.actor)) throw notFound();
  return afterSecondFactor(asked);
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

/**
 * Those who hold one of these roles, or preside over the jury, in the edition whose code is
 * `params.edition`; for others it does not exist.
 */
function roleIn(...seats: (RoleKind | "CHAIR")[]): Guard<{ actor: Actor; edition: EditionRow }> {
  return async (args) => {
    const asked = await signedIn(args);
    const edition = await findEdition(args.params.edition ?? "");
    if (!edition || !(await sits(asked.actor, edition.id, seats))) throw notFound();
    const found = { ...asked, edition };
    return seats.every((seat) => seat === "JUROR") ? found : afterSecondFactor(found);
  };
}

/**
 * Goes on to what belongs to a role; who still has to show a second factor, or to set one up, is
 * led there and back.
 */
export async function afterSecondFactor<Asked extends Args & { actor: Actor }>(
  asked: Asked,
): Promise<Asked> {
  const { actor, request } = asked;
  const demand = isFactorShown(request)
    ? "nothing"
    : demandOf({
        isShown: false,
        has: await hasFactor(actor.id),
        isRequired: isSecondFactorRequired(),
      });
  if (demand === "nothing") return asked;
  throw secondFactorFirst(
    request,
    demand === "show" ? "/area/second-factor" : "/area/account/second-factor",
  );
}

/** A page leads to `where`; an act says so, so that what was typed stays. */
function secondFactorFirst(request: Request, where: string): Response | Refused {
  if (request.method !== "GET") return refuse("signed-out");
  return redirectDocument(`${where}?back=${encodeURIComponent(pathOf(request))}`);
}

/** Whether the second factor was shown in the request's session. */
export function isFactorShown(request: Request): boolean {
  return shownIn(request.headers.get("Cookie"))?.shown === "factor";
}

/**
 * Refuses confirm-again unless the second factor, or the password where there is none, was shown
 * within so many minutes: before what weighs most.
 */
export async function requireConfirmed(
  actor: Actor,
  request: Request,
  within = freshMinutes,
): Promise<void> {
  const found = shownIn(request.headers.get("Cookie"));
  const isFresh = found !== null && found.minutesAgo < within;
  if (isFresh && (found.shown === "factor" || !(await hasFactor(actor.id)))) return;
  throw refuse("confirm-again");
}

async function sits(
  actor: Actor,
  editionId: string,
  seats: (RoleKind | "CHAIR")[],
): Promise<boolean> {
  if (seats.some((seat) => seat !== "CHAIR" && holds(actor, seat, editionId))) return true;
  return (
    seats.includes("CHAIR") && holds(actor, "JUROR", editionId) && presides(actor.id, editionId)
  );
}

/** The signed-in person, or null. */
export async function actorOf(request: Request): Promise<Actor | null> {
  const cookies = request.headers.get("Cookie");
  const sessionId = sessionIn(cookies);
  const actor = sessionId ? await actorOfSession(sessionId) : null;
  if (!actor || !actsForOthers(actor) || idleFor(cookies) < idleMinutes) return actor;
  return null; // a cookie idle for so long is not renewed either
}

/**
 * Whose computer the request's session was opened on; null where nobody was asked, which counts as
 * shared.
 */
export function computerOfRequest(request: Request): SessionComputer | null {
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
