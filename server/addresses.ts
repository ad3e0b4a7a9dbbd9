import { locales } from "#app/domain/locale.ts";
import type { NextFunction, Request, Response } from "express";

// What an address is about, however it is written: letters of any case, encoded, with slashes
// doubled.

/** A path as it is meant: decoded, each slash once, without what asks for a page's data. */
export function meantPath(path: string): string {
  return decoded(path)
    .replace(/\/{2,}/g, "/")
    .replace(/\.data$/i, "");
}

/** True for the page and the endpoint of the anonymous wing. */
export function isAnonymous(path: string): boolean {
  return /^\/p(\/|$)/i.test(meantPath(path));
}

/**
 * True for what may stand in a log: public pages and `/area`. All else is left out, since a visit
 * of `/p` asks for it too, as for colours, logos and icons; and of `/area` what asks for passes and
 * tokens or gives them back.
 */
export function isLogged(path: string): boolean {
  const meant = meantPath(path);
  return (
    new RegExp(
      `^/((${locales.join("|")}|area)(/|$)|$|(robots\\.txt|sitemap\\.xml|catalogue\\.jsonld)$|certificates/)`,
      "i",
    ).test(meant) && !isUntraced(path)
  );
}

/**
 * True for acts that nothing may show to have happened: those of the anonymous wing and those with
 * passes and tokens.
 */
export function isUntraced(path: string): boolean {
  return (
    isAnonymous(path) ||
    /^\/area\/(activation|pass-return|vote-token|participation)(\/|$)/i.test(meantPath(path))
  );
}

/** A path for a log, without the secrets of one-time links and the codes of certificates. */
export function withoutSecrets(path: string): string {
  return meantPath(path).replace(
    /^(\/area\/link\/|\/[^/]+\/certificates\/(?!keys(?:\/|$)))[^/]+/i,
    "$1…",
  );
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

const methods = new Set(["GET", "HEAD", "POST", "OPTIONS"]);

/**
 * Refuses what is no request of ours before anything else looks at it: other methods, hosts that
 * are none, addresses that cannot be decoded or hold a NUL. An address with the host in it (RFC
 * 9112 §3.2.2) is taken for the path in it.
 */
export function wellFormed(request: Request, response: Response, next: NextFunction): void {
  request.url = request.originalUrl = request.url
    .replace(/^https?:\/\/[^/?#]*/i, "")
    .replace(/^(?!\/)/, request.url === "*" ? "" : "/");
  if (!methods.has(request.method))
    return void response
      .status(405)
      .set("Allow", [...methods].join(", "))
      .type("text/plain")
      .send("Method not allowed");
  if (
    !isHost(request.get("host")) ||
    !isHost(request.get("x-forwarded-host")) ||
    !isAddress(request.url)
  )
    return void response.status(400).type("text/plain").send("Bad request");
  next();
}

function isHost(host: string | undefined): boolean {
  return (
    host === undefined || (host !== "" && !/[/?#@\\]/.test(host) && URL.canParse(`http://${host}`))
  );
}

function isAddress(url: string): boolean {
  if (!url.startsWith("/") || /%00/.test(url)) return false;
  try {
    decodeURIComponent(url.split("?", 1)[0]!);
    return URL.canParse(`http://localhost${url}`);
  } catch {
    return false;
  }
}
