import { createRequestHandler } from "@remix-run/express";
import type { ServerBuild } from "@remix-run/node";
import compression from "compression";
import express, { type Express, type NextFunction, type Request, type Response } from "express";
import { cookiePrefix } from "#app/platform/accounts/cookie.server.ts";
import { env, origin } from "#app/platform/env.server.ts";
import { describeError, log } from "#app/platform/log.server.ts";
import { renewedCookie } from "#app/platform/accounts/session.server.ts";
import { isAnonymous, isLogged, wellFormed, withoutSecrets } from "./addresses.ts";
import { anonymousWingAlone, withoutAnonymousWing } from "./one-role.ts";
import { publicCache } from "./public-cache.ts";
import { forEachPath } from "#app/framework/route-subset.ts";
import { shed } from "./shed.ts";
import { unreadBody } from "./unread-body.ts";
import {
  anonymousWing,
  keepStoredPolicy,
  nonce,
  originCheck,
  permissionsPolicy,
  privatePages,
  renewSession,
  securityHeaders,
} from "./headers.ts";

const immutable = { immutable: true, maxAge: "1y" } as const;

/**
 * The Express shell: headers → form of the address → log → origin → cache → static → limits →
 * Remix. `vite` is there in development only.
 */
export function createApp(
  build: ServerBuild | (() => Promise<ServerBuild>),
  vite?: { middlewares: express.Handler },
): Express {
  const app = express();
  app.disable("x-powered-by");
  app.set("trust proxy", env().TRUST_PROXY ? 1 : false);
  const transport = { https: origin().startsWith("https:"), subDomains: env().HSTS_SUBDOMAINS };
  app.use(nonce, securityHeaders(Boolean(vite), transport), permissionsPolicy, keepStoredPolicy);
  app.use(wellFormed);
  app.use(requestLog);
  app.use(unreadBody);
  app.use(originCheck);
  if (env().ROLE === "box") app.use(anonymousWingAlone);
  if (env().ROLE !== "main") app.use(anonymousWing(cookiePrefix));
  app.use("/area", privatePages, renewSession(renewedCookie));
  app.use(compression());
  if (!vite) app.use(publicCache());
  app.use(vite ? vite.middlewares : staticFiles());
  app.use(shed());
  const serve = (whole: ServerBuild) =>
    env().ROLE === "main" ? withoutAnonymousWing(whole) : whole;
  app.all(
    "*",
    typeof build === "function"
      ? remix(async () => serve(await build()))
      : narrowRemix(serve(build)),
  );
  app.use(lastResort);
  return app;
}

function remix(build: ServerBuild | (() => Promise<ServerBuild>)): express.Handler {
  return createRequestHandler({ build: build as ServerBuild, getLoadContext });
}

function narrowRemix(build: ServerBuild): express.Handler {
  const handlerFor = forEachPath(build, remix);
  return (request, response, next) => handlerFor(request.path)(request, response, next);
}

function staticFiles(): express.Router {
  const router = express.Router();
  router.use("/assets", express.static("build/client/assets", immutable)); // names carry a hash
  router.use(
    "/assets",
    (_request, response) => void response.status(404).type("text/plain").send("Not found"),
  );
  router.use(express.static("build/client", { maxAge: "1h" }));
  return router;
}

function getLoadContext(request: Request, response: Response) {
  return {
    nonce: String(response.locals.nonce),
    address: isAnonymous(request.path) ? undefined : request.ip,
  };
}

/**
 * One line per answer of public pages and /area: method, path without query, status, time. Nothing
 * that a visit of /p asks for.
 */
function requestLog(request: Request, response: Response, next: NextFunction): void {
  const { path, method } = request;
  if (!isLogged(path)) return next();
  const start = performance.now();
  response.on("finish", () => {
    log().info({
      event: "request",
      method,
      path: withoutSecrets(path),
      status: response.statusCode,
      ms: Math.round(performance.now() - start),
    });
  });
  next();
}

function lastResort(
  error: unknown,
  _request: Request,
  response: Response,
  _next: NextFunction,
): void {
  const status = statusIn(error);
  if (status < 500 && !response.headersSent)
    return void response.status(status).type("text/plain").send("Bad request");
  log().error({ event: "unexpected", ...describeError(error) });
  if (!response.headersSent)
    response.status(500).type("text/plain").send("Something broke. Try again shortly.");
}

/** The status that Express gives an error for what the asker did wrong; 500 for all others. */
function statusIn(error: unknown): number {
  const status =
    typeof error === "object" && error !== null && "status" in error ? error.status : undefined;
  return typeof status === "number" && status >= 400 && status < 500 ? status : 500;
}
