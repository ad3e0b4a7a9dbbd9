import { index, layout, prefix, route, type RouteConfig, type RouteConfigEntry } from "@remix-run/route-config";

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
    layout("routes/area/entrance-layout.tsx", [
      route("login", "routes/area/login.tsx"),
      route("forgotten", "routes/area/forgotten.tsx"),
      route("link/:secret", "routes/area/link.tsx"),
    ]),
    route("logout", "routes/area/logout.ts"),
    route("account/sessions", "routes/area/account-sessions.ts"),
    ...prefix("admin", [
      route("staff/rehearsal", "routes/area/admin/staff-rehearsal.ts"),
      route("staff/import", "routes/area/admin/staff-import.ts"),
      route("staff/invitations", "routes/area/admin/staff-invitations.ts"),
      route("people/:person/administrator", "routes/area/admin/person-administrator.ts"),
      route("people/:person/access", "routes/area/admin/person-access.ts"),
      route("people/:person/invitation", "routes/area/admin/person-invitation.ts"),
      route("mail/tries", "routes/area/admin/mail-tries.ts"),
      route("mail/:mail/tries", "routes/area/admin/mail-item-tries.ts"),
    ]),
    route("activation", "routes/area/activation.ts"),
    route("claim", "routes/area/claim.ts"),
    ...prefix("custody/:edition", [
      route("state", "routes/area/custody/state.ts"),
      route("keys", "routes/area/custody/keys.ts"),
      route("proof", "routes/area/custody/proof.ts"),
      route("signature", "routes/area/custody/signature.ts"),
      route("statement", "routes/area/custody/statement.ts"),
      route("evidence", "routes/area/custody/evidence.ts"),
      route("ceremony", "routes/area/custody/ceremony.ts"),
      route("shares", "routes/area/custody/shares.ts"),
    ]),
    layout("routes/area/layout.tsx", [
      route("custody/:edition", "routes/area/custody/page.tsx"),
      route("desk", "routes/area/desk.tsx"),
      route("account", "routes/area/account.tsx"),
      route("account/password", "routes/area/account-password.tsx"),
      route("admin", "routes/area/admin/layout.tsx", [
        index("routes/area/admin/entrance.ts"),
        route("staff", "routes/area/admin/staff.tsx"),
        route("people", "routes/area/admin/people.tsx"),
        route("people/new", "routes/area/admin/person-new.tsx"),
        route("people/:person", "routes/area/admin/person.tsx"),
        route("mail", "routes/area/admin/mail.tsx"),
        route("mail/:mail", "routes/area/admin/mail-item.tsx"),
        route("audit", "routes/area/admin/audit.tsx"),
        route("editions", "routes/area/admin/editions.tsx"),
        route("editions/:editionId/organisers", "routes/area/admin/edition-organisers.tsx"),
        route("editions/:editionId/organisers/removal", "routes/area/admin/edition-organisers-removal.ts"),
      ]),
      ...prefix("jury/:edition", [
        index("routes/area/jury/desk.tsx"),
        route("declination", "routes/area/jury/declination.tsx"),
        route("conflicts", "routes/area/jury/conflicts.tsx"),
        route("confirmation", "routes/area/jury/confirmation.ts"),
        ...ranking("jury"),
        route(":no", "routes/area/jury/sheet.tsx"),
        route(":no/draft", "routes/area/jury/draft.ts"),
        route(":no/recusal", "routes/area/jury/recusal.tsx"),
        route(":no/revision", "routes/area/jury/revision.tsx"),
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
        route("screening", "routes/area/manage/screening.tsx"),
        route("screening/:no", "routes/area/manage/screening-proposal.tsx"),
        route("jury", "routes/area/manage/jury.tsx"),
        route("jury/invitation", "routes/area/manage/jury-invitation.tsx"),
        route("jury/:juror/reminder", "routes/area/manage/jury-reminder.ts"),
        route("jury/:juror/chair", "routes/area/manage/jury-chair.ts"),
        route("jury/:juror/removal", "routes/area/manage/jury-removal.ts"),
        route("assignment", "routes/area/manage/assignment.tsx"),
        route("assignment/plan", "routes/area/manage/assignment-plan.tsx"),
        route("progress", "routes/area/manage/progress.tsx"),
        route("sponsors", "routes/area/manage/sponsors.tsx"),
        route("sponsors/:sponsor", "routes/area/manage/sponsor.tsx"),
        route("sponsors/:sponsor/removal", "routes/area/manage/sponsor-removal.ts"),
        route("sponsors/:sponsor/prizes/:prize", "routes/area/manage/sponsor-prize.tsx"),
        route("sponsors/:sponsor/prizes/:prize/removal", "routes/area/manage/sponsor-prize-removal.ts"),
        route("awards", "routes/area/manage/awards.tsx"),
        route("awards/:rule/removal", "routes/area/manage/awards-removal.ts"),
        ...ranking("manage"),
        route("opening", "routes/area/manage/opening.tsx"),
        route("publication", "routes/area/manage/publication.tsx"),
      ]),
    ]),
  ]),

  // documents anybody may read; no session, no script
  route(":locale", "routes/public/layout.tsx", [
    index("routes/public/home.tsx"),
    route("trust", "routes/public/trust.tsx"),
    route("audit", "routes/public/audit.tsx"),
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
    route("*", "routes/public/missing.ts"),
  ]),
] satisfies RouteConfig;

/** The ranking, for organisers among their pages and for the jury's chair among the jury's: the same modules twice. */
function ranking(desk: "manage" | "jury"): RouteConfigEntry[] {
  const twice = (path: string, file: string) => route(path, `routes/area/ranking/${file}`, { id: `${desk}-${path}` });
  return [
    twice("ranking", "page.tsx"),
    twice("ranking/votes", "votes.ts"),
    twice("ranking/overrides", "overrides.ts"),
    twice("ranking/overrides/:override/removal", "override-removal.ts"),
    twice("ranking/confirmation", "confirmation.ts"),
  ];
}
