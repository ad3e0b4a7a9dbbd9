import { matchRoutes } from "@remix-run/react";
import fc from "fast-check";
import { expect, test } from "vitest";
import routes from "#app/routes.ts";
import { forEachPath } from "#app/framework/route-subset.ts";

type Entry = Awaited<typeof routes>[number];
type Place = { id: string; path?: string | undefined; index?: boolean | undefined };
type Flat = Place & { parentId?: string | undefined };
type Node = Place & { children?: Node[] };

const flat = (entries: readonly Entry[], parentId: string | undefined): Flat[] =>
  entries.flatMap(({ file, path, index, children }) => [
    { id: file, parentId, path, index },
    ...flat(children ?? [], file),
  ]);
const table = [{ id: "root", path: "" }, ...flat(await routes, "root")];
const build = {
  routes: Object.fromEntries(table.map((route) => [route.id, route])),
  assets: { routes: Object.fromEntries(table.map(({ id }) => [id, id])) },
};

/** As Remix builds its tree out of what it was given. */
const tree = (known: Record<string, Flat | undefined>, parentId?: string): Node[] =>
  Object.values(known)
    .filter((route): route is Flat => route?.parentId === parentId && route !== undefined)
    .map(({ id, path, index }) =>
      index ? { id, path, index } : { id, path, children: tree(known, id) },
    );
const matched = (known: typeof build, path: string) =>
  matchRoutes(tree(known.routes) as Parameters<typeof matchRoutes>[0], path)?.map(
    ({ route, params }) => [route.id, params],
  );

const subset = forEachPath(build, (made) => made);
const patterns = table.map(({ id }) => {
  const way = (at: string | undefined): string[] =>
    at === undefined ? [] : [...way(build.routes[at]?.parentId), build.routes[at]?.path ?? ""];
  return way(id).join("/").split("/").filter(Boolean);
});

const value = fc.constantFrom(
  "it",
  "en",
  "2027",
  "1",
  "area",
  "jury",
  "p",
  "manage",
  "new",
  "x.html",
  "Caffè",
  "a%20b",
);
const likeARoute = fc
  .constantFrom(...patterns)
  .chain((parts) =>
    fc.tuple(
      ...parts.map((part) => (part.startsWith(":") || part === "*" ? value : fc.constant(part))),
    ),
  );
const anything = fc.array(fc.oneof(value, fc.constantFrom(...new Set(patterns.flat()))), {
  maxLength: 6,
});
const path = fc
  .tuple(fc.oneof(likeARoute, anything), fc.constantFrom("", "/"))
  .map(([parts, end]) => `/${parts.join("/")}${parts.length > 0 ? end : ""}`);

test("a path finds the same route, with the same parameters, among the few that match it as among all", () => {
  fc.assert(
    fc.property(path, (asked) => {
      expect(matched(subset(asked), asked)).toEqual(matched(build, asked));
    }),
    { numRuns: 500 },
  );
});

test("the data of a page are asked of the same routes as the page", () => {
  expect(matched(subset("/it.data"), "/it")).toEqual(matched(build, "/it"));
  expect(matched(subset("/_root.data"), "/")).toEqual(matched(build, "/"));
  expect(matched(subset("/area/desk.data"), "/area/desk")).toEqual(matched(build, "/area/desk"));
});

test("a path that cannot be decoded is looked for as it stands", () => {
  expect(Object.keys(subset("/area/jury/%E0%A4%A").routes)).toContain("routes/area/jury/desk.tsx");
});

test("what no route matches is answered by the whole table", () => {
  expect(
    forEachPath({ ...build, routes: { root: build.routes.root } }, (made) =>
      Object.keys(made.routes),
    )("/nowhere"),
  ).toEqual(["root"]);
});

test("a path is answered by few of all routes", () => {
  expect(Object.keys(subset("/area/jury/2027").routes).length).toBeLessThan(8);
  expect(table.length).toBeGreaterThan(150);
});
