import { randomBytes } from "node:crypto";
import type { NextFunction, Request, Response } from "express";
import helmet from "helmet";
import { isAnonymous } from "./addresses.ts";

/** A fresh nonce for each response; the policy and every script and style of ours carry it. */
export function nonce(_request: Request, response: Response, next: NextFunction): void {
  response.locals.nonce = randomBytes(16).toString("base64");
  next();
}

/** What no page of ours asks a browser for, and so nothing that gets into one may. */
const unused = [
  "accelerometer",
  "autoplay",
  "browsing-topics",
  "camera",
  "display-capture",
  "geolocation",
  "gyroscope",
  "hid",
  "magnetometer",
  "microphone",
  "midi",
  "payment",
  "serial",
  "usb",
  "xr-spatial-tracking",
];

/** W3C Permissions Policy: switches off what pages do not use. */
export function permissionsPolicy(_request: Request, response: Response, next: NextFunction): void {
  response.set("Permissions-Policy", unused.map((feature) => `${feature}=()`).join(", "));
  next();
}

/** How the site is served: over https, and whether that holds for the hosts below its own too. */
type Transport = { https: boolean; subDomains: boolean };

/**
 * The headers of every answer. `development` relaxes what Vite needs: its styles and its socket.
 */
export function securityHeaders(development: boolean, { https, subDomains }: Transport) {
  const ours = (_request: unknown, response: { locals?: { nonce?: string } }) =>
    `'nonce-${response.locals?.nonce ?? ""}'`;
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'", ours as () => string],
        styleSrc: development ? ["'self'", "'unsafe-inline'"] : ["'self'", ours as () => string],
        styleSrcAttr: ["'unsafe-inline'"], // Mantine writes CSS variables into style attributes
        imgSrc: ["'self'", "data:", "blob:"],
        fontSrc: ["'self'"],
        connectSrc: development ? ["'self'", "ws:"] : ["'self'"],
        workerSrc: ["'self'"], // the sealing code runs in a worker
        manifestSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        ...(https ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    // helmet's no-referrer would make browsers send `Origin: null` with every form; /p sets
    // no-referrer for itself
    referrerPolicy: { policy: "same-origin" },
    strictTransportSecurity: https ? { maxAge: 31_536_000, includeSubDomains: subDomains } : false,
    crossOriginEmbedderPolicy: false,
    xFrameOptions: { action: "deny" },
  });
}

const reading = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Refuses acts that another site's page sends: by Sec-Fetch-Site where the browser tells it, else
 * by Origin.
 */
export function originCheck(request: Request, response: Response, next: NextFunction): void {
  if (reading.has(request.method)) return next();
  if (isOurs(request)) {
    // pages that say no-referrer send it with their forms; Remix would answer 500, and we have just
    // checked
    if (request.headers.origin === "null") delete request.headers.origin;
    return next();
  }
  response.status(403).type("text/plain").send("This request came from another site.");
}

function isOurs(request: Request): boolean {
  const site = request.get("sec-fetch-site");
  if (site) return site === "same-origin" || site === "none";
  const origin = request.get("origin");
  // no browser: command line tools send neither and hold no cookie of a victim
  if (!origin) return true;
  return URL.canParse(origin) && new URL(origin).host === request.get("host");
}

/**
 * Pages of people who are signed in are kept nowhere, and a one-time link tells no other page its
 * address.
 */
export function privatePages(request: Request, response: Response, next: NextFunction): void {
  response.set("Cache-Control", "no-store");
  if (request.path.startsWith("/link/")) response.set("Referrer-Policy", "no-referrer");
  next();
}

/**
 * Lets a session on a shared computer go on from this request; an answer that sets its own cookie
 * is left alone.
 */
export function renewSession(renewed: (cookies: string | undefined) => string | null) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => Response;
    response.writeHead = (...args: unknown[]) => {
      const cookie = response.hasHeader("Set-Cookie") ? null : renewed(request.get("cookie"));
      if (cookie) response.setHeader("Set-Cookie", cookie);
      return writeHead(...args);
    };
    next();
  };
}

/**
 * The anonymous wing: nothing of it is cached, referred to or tied to a session. A request that
 * carries a cookie of ours, whose names begin with `prefix`, is refused, so that a mistake in paths
 * can never go unnoticed.
 */
export function anonymousWing(prefix: string) {
  return (request: Request, response: Response, next: NextFunction): void => {
    if (!isAnonymous(request.path)) return next();
    response.set("Referrer-Policy", "no-referrer");
    response.set("Cache-Control", "no-store");
    if (!request.get("cookie")?.includes(prefix)) return next();
    response.status(400).json({ refusal: { code: "cookie-on-p" } });
  };
}

/**
 * A 304 carries no policy: caches would put its fresh nonce beside the kept page, whose styles have
 * the nonce of then, and the browser would refuse them.
 */
export function keepStoredPolicy(_request: Request, response: Response, next: NextFunction): void {
  const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => Response;
  response.writeHead = (...args: unknown[]) => {
    if (response.statusCode === 304) response.removeHeader("Content-Security-Policy");
    return writeHead(...args);
  };
  next();
}
