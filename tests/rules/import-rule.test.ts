import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { cruise, type ICruiseResult } from "dependency-cruiser";
import { afterAll, expect, test } from "vitest";
import config from "../../.dependency-cruiser.cjs";

// A tree of planted files, cruised once by the rules of the project: the table of
// docs/architecture.md field by field, and one import against each rule.

type Import = { from: string; to: string; isType?: boolean };

/** One import that each rule forbids. */
const planted: Record<string, Import> = {
  "no-circles": { from: "app/domain/again.ts", to: "app/domain/round.ts" },
  "nothing-imports-routes": { from: "app/http/a.ts", to: "app/routes/public/x.ts" },
  "domain-is-pure": { from: "app/domain/a.ts", to: "app/platform/x.ts" },
  "sealing-is-pure": { from: "app/sealing/a.ts", to: "app/domain/x.ts" },
  "platform-has-no-rules": { from: "app/platform/a.ts", to: "app/domain/x.ts" },
  "custodians-check": { from: "app/custody/a.ts", to: "app/queries/x.ts" },
  "queries-read": { from: "app/queries/a.ts", to: "app/commands/x.ts" },
  "commands-act": { from: "app/commands/a.ts", to: "app/http/x.ts" },
  "box-knows-no-person": { from: "app/box/a.ts", to: "app/platform/db.server.ts" },
  "deposit-knows-no-person": { from: "app/deposit/a.ts", to: "app/queries/x.ts" },
  "anonymous-wing": { from: "app/routes/p/a.ts", to: "app/http/actor.server.ts" },
  "deposit-serves-the-anonymous-wing-only": { from: "app/queries/b.ts", to: "app/deposit/x.ts" },
  "the-box-is-asked-at-its-door": { from: "app/commands/b.ts", to: "app/box/store.server.ts" },
  "documents-say": { from: "app/documents/a.ts", to: "app/queries/x.ts" },
  "mail-has-words": { from: "app/mail/a.ts", to: "app/platform/db.server.ts" },
  "i18n-has-words": { from: "app/i18n/a.ts", to: "app/ui/x.ts" },
  "http-asks-queries": { from: "app/http/b.ts", to: "app/commands/x.ts" },
  "ui-shows": { from: "app/ui/a.ts", to: "app/http/x.ts" },
  "ui-knows-the-types-of-queries-only": { from: "app/ui/b.ts", to: "app/queries/x.ts" },
  "public-pages-read": { from: "app/routes/public/a.ts", to: "app/commands/x.ts" },
  "the-area-asks-and-acts": { from: "app/routes/area/a.ts", to: "app/routes/p/x.ts" },
  "the-entrance-reads": { from: "app/routes/system/a.ts", to: "app/ui/x.ts" },
  "the-server-starts": { from: "server/a.ts", to: "app/mail/x.ts" },
  "the-frame-knows-no-rules": { from: "app/framework/a.ts", to: "app/domain/x.ts" },
  "the-command-line-has-no-pages": { from: "cli/a.ts", to: "tests/support/x.ts" },
  "only-these-see-the-database": { from: "app/http/c.ts", to: "app/platform/db.server.ts" },
};

/**
 * The fields of the table: of `row`, whether `column` may be imported as a value, and as a type.
 */
const fields = table(readFileSync("docs/architecture.md", "utf8"));

const folder = mkdtempSync(join(tmpdir(), "innova-imports-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const found = await violations([
  ...Object.values(planted),
  { from: "app/domain/round.ts", to: "app/domain/again.ts" },
  ...fields.flatMap(({ value, type }) => [value, type]),
]);

test("each rule has a planted import", () => {
  expect(Object.keys(planted).sort()).toEqual(config.forbidden.map(({ name }) => name).sort());
});

test.each(Object.entries(planted))("%s is reported", (rule, { from, to }) => {
  expect(found).toContain(`${rule}: ${from} → ${to}`);
});

test("the table has a row for every folder", () => {
  const folders = readdirSync("app", { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => relative("app", join(entry.parentPath, entry.name)))
    .filter((path) => /^(?!routes$)[^/]+$|^routes\/[^/]+$/.test(path));
  expect([...new Set(fields.map(({ row }) => row))].sort()).toEqual(
    [...folders, "server", "cli"].sort(),
  );
});

test.each(fields)("$row → $column: $said", ({ said, value, type }) => {
  const isReported = (one: Import) =>
    found.some((line) => line.endsWith(`${one.from} → ${one.to}`));
  expect([isReported(value), isReported(type)]).toEqual(
    said === "✓" ? [false, false] : said === "types" ? [true, false] : [true, true],
  );
});

/**
 * What each field says, with an import of a value and one of a type that try it. A field that lists
 * modules forbids every other one of the column.
 */
function table(text: string) {
  const [, after = ""] = text.split("## Who may import whom");
  const rows = (/(\|.*\n)+/.exec(after)?.[0] ?? "").trimEnd().split("\n");
  const [head = [], , ...body] = rows.map((line) => line.split("|").map((one) => one.trim()));
  const columns = head.slice(2, -1);
  return body.flatMap(([, row = "", ...says]) =>
    columns.map((column, at) => {
      const place = ["server", "cli"].includes(row) ? row : `app/${row}`;
      const tried = (name: string) => ({
        from: `${place}/${name}-${column}.ts`,
        to: `app/${column}/tried.ts`,
      });
      return {
        row,
        column,
        said: says[at],
        value: tried("value"),
        type: { ...tried("type"), isType: true },
      };
    }),
  );
}

/** What the rules report of a tree with these imports, as `rule: from → to`. */
async function violations(imports: Import[]): Promise<string[]> {
  const sources = new Map<string, string>();
  for (const { to } of imports) sources.set(to, "export const x = 1;\nexport type X = string;\n");
  for (const { from, to, isType } of imports) {
    const path = relative(dirname(from), to);
    const module = path.startsWith(".") ? path : `./${path}`;
    sources.set(
      from,
      isType
        ? `import type { X } from "${module}";\nexport const x: X = "x";\n`
        : `import { x as other } from "${module}";\nexport const x = other;\n`,
    );
  }
  for (const [path, source] of sources) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), source);
  }
  const { tsConfig: _ofTheProject, ...options } = config.options;
  const { output } = await cruise(["app", "server", "cli"], {
    ...options,
    baseDir: folder,
    validate: true,
    ruleSet: { forbidden: config.forbidden },
  });
  return (output as ICruiseResult).summary.violations.map(
    ({ rule, from, to }) => `${rule.name}: ${from} → ${to}`,
  );
}
