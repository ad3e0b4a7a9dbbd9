import { index, layout, prefix, route, type RouteConfig } from "@remix-run/route-config";

/** The table of contents: every address of the product. */
export default [
  index("routes/system/entrance.ts"),
  route("healthz", "routes/system/health.ts"),

  // documents anybody may read; no session, no script
  route(":locale", "routes/public/layout.tsx", [
    index("routes/public/home.tsx"),
  ]),
] satisfies RouteConfig;
