// The import rule of docs/architecture.md. Change the table there when you change a rule here.
const only = (name, from, allowed) => ({
  name,
  severity: "error",
  from: { path: from },
  to: { path: "^(app|server|cli|tests|prisma)/", pathNot: allowed },
});

/**
 * @type {{
 *   forbidden: import("dependency-cruiser").IForbiddenRuleType[];
 *   options: import("dependency-cruiser").ICruiseOptions;
 * }}
 */
module.exports = {
  forbidden: [
    {
      name: "no-circles",
      severity: "error",
      from: { pathNot: "generated" },
      to: { circular: true, pathNot: "generated" },
    },
    {
      name: "nothing-imports-routes",
      severity: "error",
      from: { pathNot: "^app/routes" },
      to: { path: "^app/routes/" },
    },
    only("domain-is-pure", "^app/domain/", ["^app/domain/"]),
    only("sealing-is-pure", "^app/sealing/", ["^app/sealing/"]),
    only("platform-has-no-rules", "^app/platform/", ["^app/(platform|sealing)/"]),
    only("custodians-check", "^app/custody/", ["^app/(custody|domain|sealing)/"]),
    only("queries-read", "^app/queries/", ["^app/(box|domain|sealing|custody|queries|platform)/"]),
    only("commands-act", "^app/commands/", [
      "^app/(box|domain|sealing|commands|queries|platform|mail)/",
    ]),
    only("box-knows-no-person", "^app/box/", [
      "^app/(box|domain|sealing)/",
      "^app/platform/(client|clock|cluster|copy|env|keyed-hash|migrate|process-singleton)\\.server\\.ts",
    ]),
    only("deposit-knows-no-person", "^app/deposit/", [
      "^app/(box|domain|sealing|deposit)/",
      "^app/platform/(db|clock|process-singleton|issuer|pins|keyed-hash|guard-index|files/isolated|files/pdf-text)\\.server\\.ts",
      "^app/platform/generated",
    ]),
    only("anonymous-wing", "^app/routes/p/", [
      "^app/routes/p/",
      "^app/(domain|sealing|deposit|ui|i18n)/",
      "^app/http/(body|form|reply|site|locale)\\.server\\.ts",
    ]),
    {
      name: "deposit-serves-the-anonymous-wing-only",
      severity: "error",
      from: { path: "^app/", pathNot: "^app/(routes/p|deposit)/" },
      to: { path: "^app/deposit/" },
    },
    {
      // the move of an earlier release's deposits is made in one process
      name: "the-box-is-asked-at-its-door",
      severity: "error",
      from: { path: "^app/", pathNot: "^app/(box|deposit)/|^app/commands/box/earlier-deposits" },
      to: {
        path: "^app/box/",
        pathNot: "^app/box/(door\\.server|handed-digest|replica-tables)\\.ts$",
      },
    },
    only("documents-say", "^app/documents/", ["^app/(documents|domain|i18n)/"]),
    only("mail-has-words", "^app/mail/", [
      "^app/(mail|domain|i18n)/",
      "^app/platform/(city|env|mail/outbox)\\.server\\.ts",
    ]),
    only("i18n-has-words", "^app/i18n/", ["^app/(i18n|domain)/"]),
    only("http-asks-queries", "^app/http/", [
      "^app/(http|domain|queries|platform|documents|i18n|ui)/",
    ]),
    only("ui-shows", "^app/ui/", ["^app/(ui|domain|sealing|i18n|queries)/"]),
    {
      name: "ui-knows-the-types-of-queries-only",
      severity: "error",
      from: { path: "^app/ui/" },
      to: { path: "^app/queries/", dependencyTypesNot: ["type-only"] },
    },
    only("public-pages-read", "^app/routes/public/", [
      "^app/routes/public/",
      "^app/(domain|queries|http|documents|i18n|ui)/",
    ]),
    only("the-area-asks-and-acts", "^app/routes/area/", [
      "^app/routes/(area|public)/",
      "^app/(domain|sealing|custody|queries|commands|http|documents|mail|i18n|ui|framework)/",
      "^app/platform/(env|accounts/(session|shown-factor))\\.server\\.ts",
    ]),
    only("the-entrance-reads", "^app/routes/system/", [
      "^app/routes/system/",
      "^app/(domain|queries|http)/",
    ]),
    only("the-server-starts", "^server/", [
      "^server/",
      "^app/(box|deposit|commands|queries|platform|framework)/",
      "^app/domain/locale\\.ts$",
    ]),
    only("the-frame-knows-no-rules", "^app/framework/", [
      "^app/framework/",
      "^app/domain/locale\\.ts$",
      "^app/ui/frame/nonce\\.ts$",
    ]),
    only("the-command-line-has-no-pages", "^cli/", [
      "^cli/",
      "^server/",
      "^prisma/",
      "^app/(box|commands|custody|deposit|domain|i18n|platform|queries|sealing)/",
    ]),
    {
      name: "only-these-see-the-database",
      severity: "error",
      from: {
        path: "^(app|server)/",
        pathNot: "^app/(platform|queries|commands|deposit)/|^server/",
      },
      to: { path: "^app/platform/(db\\.server|generated)", dependencyTypesNot: ["type-only"] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "generated" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "types", "default"],
      extensions: [".ts", ".tsx", ".js", ".mjs", ".json"],
    },
  },
};
