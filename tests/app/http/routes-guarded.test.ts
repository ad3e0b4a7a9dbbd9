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

const guarded =
  /export const (loader|action) = (pageFor|actFor|answerFor)\((anybody|signedIn|administrator|organiser|juror|custodian|\w+)\b/;

describe("every address has a guard", () => {
  test("there are routes to look at", () => {
    expect(all.length).toBeGreaterThan(60);
  });

  test.each(all.filter(({ file }) => file.startsWith("routes/area/")).map(({ file }) => file))(
    "%s names its guard for each loader and action",
    (file) => {
      const source = readFileSync(`app/${file}`, "utf8");
      const handlers = [
        ...source.matchAll(/export (?:const|async function|function) (loader|action)\b[^\n]*/g),
      ].map(([line]) => line);
      expect(handlers.filter((line) => !guarded.test(line))).toEqual([]);
      if (handlers.length === 0)
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
    const guards = [
      ...readFileSync(`app/${file}`, "utf8").matchAll(/(?:pageFor|actFor|answerFor)\((\w+)/g),
    ].map(([, guard]) => guard);
    expect(new Set(guards.length > 0 ? guards : [role])).toEqual(new Set([role]));
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
    expect(source).not.toMatch(/signedIn|actorOf|platform\/session|commands\//);
  });

  test("control: an unguarded loader would be caught", () => {
    expect(guarded.test("export async function loader() {")).toBe(false);
    expect(guarded.test("export const loader = async () => null;")).toBe(false);
  });
});
