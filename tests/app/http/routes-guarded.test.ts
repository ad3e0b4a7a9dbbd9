import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import routes from "#app/routes.ts";

type Route = { file: string; path?: string; children?: Route[] };
const flat = (list: Route[]): Route[] =>
  list.flatMap((route) => [route, ...flat(route.children ?? [])]);
const all = flat((await routes) as Route[]).filter(
  ({ file }, at, list) => list.findIndex((other) => other.file === file) === at,
);

// A parent's loader protects no child: each module guards itself, by the one wrapper that also
// turns a no into a status.

/** Each guard there is, and the module it comes from. A new guard gets a line here. */
const guards: Record<string, string> = {
  ...Object.fromEntries(
    [
      "anybody",
      "signedIn",
      "actingForOthers",
      "afterOwnFactor",
      "ownFactor",
      "administrator",
      "organiser",
      "juror",
      "custodian",
      "chair",
      "atTheMeetings",
      "atTheOpening",
      "atTheRanking",
    ].map((guard) => [guard, "#app/http/actor.server.ts"]),
  ),
  withImplementationAccess: "#app/http/implementation-access.server.ts",
  withRankingAccess: "#app/http/ranking-access.server.ts",
};

/**
 * The loaders and actions of a module that no known guard, out of its own module, stands before.
 */
function unguarded(source: string): string[] {
  const handlers = source.matchAll(
    /export (?:const|async function|function) (loader|action)\b(?: = (?:pageFor|actFor|answerFor)\(\s*(\w+),)?/g,
  );
  return [...handlers]
    .filter(([, , guard = ""]) => !importsFrom(source, guards[guard] ?? "", guard))
    .map(([, handler]) => handler!);
}

function importsFrom(source: string, module: string, name: string): boolean {
  const imported = [...source.matchAll(/import \{([^}]*)\} from "([^"]+)";/g)]
    .filter(([, , from]) => from === module)
    .flatMap(([, names = ""]) => names.split(",").map((one) => one.trim()));
  return imported.includes(name);
}

describe("every address has a guard", () => {
  test("there are routes to look at", () => {
    expect(all.length).toBeGreaterThan(60);
  });

  test.each(all.filter(({ file }) => file.startsWith("routes/area/")).map(({ file }) => file))(
    "%s names its guard for each loader and action",
    (file) => {
      const source = readFileSync(`app/${file}`, "utf8");
      expect(unguarded(source)).toEqual([]);
      if (!/export (?:const|async function|function) (loader|action)\b/.test(source))
        expect(
          source,
          "a module without loader must re-export or show only an action's answer",
        ).toMatch(/export \{|export default/);
    },
  );

  test.each(
    all
      .filter(
        ({ file }) =>
          file.startsWith("routes/area/manage/") ||
          file.startsWith("routes/area/custody/") ||
          file.startsWith("routes/area/admin/"),
      )
      .map(({ file }) => file),
  )("%s is for its role", (file) => {
    const role = file.includes("/manage/")
      ? "organiser"
      : file.includes("/custody/")
        ? "custodian"
        : "administrator";
    const named = [
      ...readFileSync(`app/${file}`, "utf8").matchAll(/(?:pageFor|actFor|answerFor)\(\s*(\w+)/g),
    ].map(([, guard]) => guard);
    expect(new Set(named.length > 0 ? named : [role])).toEqual(new Set([role]));
  });

  test.each(all.filter(({ file }) => file.startsWith("routes/area/")).map(({ file }) => file))(
    "%s answers a script with the status of a refusal",
    (file) => {
      const [, act = ""] = readFileSync(`app/${file}`, "utf8").split(
        "export const action = actFor(",
      );
      expect(act.split("\n});")[0]).not.toMatch(/return (Response\.json|new Response)/);
    },
  );

  test.each(
    all
      .filter(({ file }) => file.startsWith("routes/p/") || file.startsWith("routes/public/"))
      .map(({ file }) => file),
  )("%s knows no session", (file) => {
    const source = readFileSync(`app/${file}`, "utf8");
    expect(source).not.toMatch(/signedIn|actorOf|platform\/accounts|commands\//);
  });

  test("control: what has no guard, or one that nobody knows, is found", () => {
    const after = 'import { organiser, pageFor } from "#app/http/actor.server.ts";\n';
    const own = "const mine = async (args) => args;\nconst organiser = mine;\n";
    expect(unguarded(`${after}export const loader = pageFor(\n  organiser,`)).toEqual([]);
    for (const source of [
      `${after}export async function loader() {`,
      `${after}export const loader = async () => null;`,
      `${after}${own}export const loader = pageFor(mine, async () => null);`,
      `${own}export const loader = pageFor(organiser, async () => null);`,
      `${after}export const loader = pageFor(async (args) => args, async () => null);`,
    ])
      expect(unguarded(source), source).toEqual(["loader"]);
  });
});
