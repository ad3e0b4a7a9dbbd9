import type { ServerBuild } from "@remix-run/node";
import type { Handler } from "express";
import { isAnonymous } from "./addresses.ts";

// What is left of the addresses where main server and ballot box are two processes.

/**
 * For ROLE=main: the build without the anonymous wing, which is not found then, as what never was.
 */
export function withoutAnonymousWing(build: ServerBuild): ServerBuild {
  const only = <T>(routes: Record<string, T>) =>
    Object.fromEntries(Object.entries(routes).filter(([id]) => !id.startsWith("routes/p/")));
  const assets = { ...build.assets, routes: only(build.assets.routes) };
  return { ...build, routes: only(build.routes), assets };
}

/** For ROLE=box: the anonymous wing, what its pages load, and the health; nothing else is found. */
export const anonymousWingAlone: Handler = ({ path }, response, next) => {
  if (isAnonymous(path) || path.startsWith("/assets/") || path === "/healthz") return next();
  response.status(404).type("text/plain").send("Not found");
};
