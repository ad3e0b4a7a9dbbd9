import type { Handler, Request, Response } from "express";
import { isAnonymous } from "./addresses.ts";

/**
 * Pages under way at once, and those that wait for a place. Acts, and the data that an open page
 * asks for, are refused later than whole pages: who gets a refused page loses nothing. Deposits
 * have limits of their own (app/deposit/load-limit.server.ts), which nobody here can fill.
 */
const maxRequests = { pages: 32, all: 256, waiting: 256 };

/** As long as a mail to everybody is followed by everybody at once, and nobody presses again. */
const patienceMs = 5000;

/**
 * Makes pages beyond what can be rendered in a moment wait, first come, first served, and answers
 * 503 where too many wait or one has waited too long, so that those under way, and deposits, still
 * are answered. Who goes away leaves the queue, or never enters.
 */
export function shed(patience = patienceMs): Handler {
  const wings = { anonymous: new Wing(patience), others: new Wing(patience) };
  return (request, response, next) => {
    if (/^\/(healthz|p\/api)$/i.test(request.path)) return next();
    if (response.destroyed) return; // it would never close again, and keep its place for good
    const wing = isAnonymous(request.path) ? wings.anonymous : wings.others;
    if (isPage(request)) wing.page(response, next);
    else wing.act(response, next);
  };
}

/** What is under way in one wing, and the pages that wait there: a set keeps their order. */
class Wing {
  private underWay = 0;
  private readonly queue = new Set<() => void>();

  constructor(private readonly patience: number) {}

  act(response: Response, next: () => void): void {
    if (this.underWay >= maxRequests.all) return refuse(response);
    this.begin(response, next);
  }

  page(response: Response, next: () => void): void {
    if (this.underWay < maxRequests.pages) return this.begin(response, next);
    if (this.queue.size >= maxRequests.waiting) return refuse(response);
    const leave = () => {
      clearTimeout(timer);
      this.queue.delete(turn);
      response.off("close", leave);
    };
    const turn = () => {
      leave();
      this.begin(response, next);
    };
    const timer = setTimeout(() => {
      leave();
      refuse(response);
    }, this.patience);
    response.once("close", leave);
    this.queue.add(turn);
  }

  private begin(response: Response, next: () => void): void {
    this.underWay += 1;
    response.once("close", () => {
      this.underWay -= 1;
      const [first] = this.queue;
      if (this.underWay < maxRequests.pages) first?.();
    });
    next();
  }
}

function refuse(response: Response): void {
  response
    .status(503)
    .set({ "Retry-After": "5", "Cache-Control": "no-store" })
    .type("text/plain")
    .send(
      "Il servizio è molto richiesto: riprova tra qualche secondo.\n" +
        "The service is very busy: try again in a few seconds.\n",
    );
}

function isPage({ method, path }: Request): boolean {
  return (method === "GET" || method === "HEAD") && !path.endsWith(".data");
}
