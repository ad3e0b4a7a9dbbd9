import type { Handler, Request } from "express";
import { isAnonymous } from "./addresses.ts";

/**
 * Pages under way at once. Acts, and the data that an open page asks for, are refused later than whole pages: who gets a
 * refused page loses nothing. Deposits have limits of their own (app/deposit/load.server.ts), which nobody here can fill.
 */
const most = { pages: 32, all: 256 };

/** Answers 503 to pages beyond what can be rendered in a moment, so that those under way, and deposits, still are. */
export function shed(): Handler {
  const underWay = { anonymous: 0, others: 0 };
  return (request, response, next) => {
    if (/^\/(healthz|p\/api)$/i.test(request.path)) return next();
    const kind = isAnonymous(request.path) ? "anonymous" : "others";
    if (underWay[kind] >= (isPage(request) ? most.pages : most.all)) {
      return void response.status(503).set({ "Retry-After": "5", "Cache-Control": "no-store" }).type("text/plain")
        .send("Il servizio è molto richiesto: riprova tra qualche secondo.\nThe service is very busy: try again in a few seconds.\n");
    }
    underWay[kind] += 1;
    response.once("close", () => (underWay[kind] -= 1));
    next();
  };
}

function isPage({ method, path }: Request): boolean {
  return (method === "GET" || method === "HEAD") && !path.endsWith(".data");
}
