import { index, layout, prefix, route, type RouteConfig } from "@remix-run/route-config";

/** The table of contents: every address of the product. */
export default [
  index("routes/system/entrance.ts"),
  route("healthz", "routes/system/health.ts"),

  // the anonymous wing: one page, one endpoint, never a cookie
  route("p", "routes/p/entrance.ts"),
  route("p/api", "routes/p/api.ts"),
  route("p/:locale", "routes/p/page.tsx"),

  // signed in; the session cookie has Path=/area, so nothing lives at /area itself
  ...prefix("area", [
    route("activation", "routes/area/activation.ts"),
    route("claim", "routes/area/claim.ts"),
    ...prefix("custody/:edition", [
      route("keys", "routes/area/custody/keys.ts"),
      route("proof", "routes/area/custody/proof.ts"),
      route("signature", "routes/area/custody/signature.ts"),
      route("ceremony", "routes/area/custody/ceremony.ts"),
      route("shares", "routes/area/custody/shares.ts"),
    ]),
    layout("routes/area/layout.tsx", [
      route("custody/:edition", "routes/area/custody/page.tsx"),
      ...prefix("admin", [
        route("editions", "routes/area/admin/editions.tsx"),
        route("editions/:editionId/organisers", "routes/area/admin/edition-organisers.tsx"),
        route("editions/:editionId/organisers/removal", "routes/area/admin/edition-organisers-removal.ts"),
      ]),
      route("manage/:edition", "routes/area/manage/layout.tsx", [
        index("routes/area/manage/way.tsx"),
        route("floor", "routes/area/manage/floor.ts"),
        route("settings", "routes/area/manage/settings.tsx"),
        route("texts", "routes/area/manage/texts.tsx"),
        route("categories", "routes/area/manage/categories.tsx"),
        route("categories/removal", "routes/area/manage/categories-removal.ts"),
        route("criteria", "routes/area/manage/criteria.tsx"),
        route("criteria/removal", "routes/area/manage/criteria-removal.ts"),
        route("custodians", "routes/area/manage/custodians.tsx"),
        route("custodians/reminder", "routes/area/manage/custodians-reminder.ts"),
        route("custodians/removal", "routes/area/manage/custodians-removal.ts"),
        route("opening", "routes/area/manage/opening.tsx"),
      ]),
    ]),
  ]),

  // documents anybody may read; no session, no script
  route(":locale", "routes/public/layout.tsx", [
    index("routes/public/home.tsx"),
    route("trust", "routes/public/trust.tsx"),
    route("editions", "routes/public/editions.tsx"),
    route("editions/:code", "routes/public/call.tsx"),
    route("editions/:code/results", "routes/public/results.tsx"),
    route("editions/:code/proposals/:no", "routes/public/proposal.tsx"),
    route("editions/:code/statistics", "routes/public/statistics.tsx"),
    route("editions/:code/verify", "routes/public/verify.tsx"),
    route("editions/:code/manifest.json", "routes/public/files/manifest.ts"),
    route("editions/:code/ranking.json", "routes/public/files/ranking.ts"),
    route("editions/:code/data.csv", "routes/public/files/results-csv.ts"),
    route("editions/:code/statistics.csv", "routes/public/files/statistics-csv.ts"),
    route("editions/:code/data.json", "routes/public/files/data-json.ts"),
  ]),
] satisfies RouteConfig;
