import { readdirSync } from "node:fs";
import type { RouteConfigEntry } from "@remix-run/route-config";
import { expect, test } from "vitest";
import routes from "#app/routes.ts";

const most = 30;
const made = /(^|\/)(generated|node_modules|migrations)(\/|$)/;

/** Every folder below these with the files that lie in it by themselves. */
function folders(folder: string): { folder: string; files: number }[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).length;
  const below = entries.filter((entry) => entry.isDirectory() && !made.test(entry.name));
  return [{ folder, files }, ...below.flatMap(({ name }) => folders(`${folder}/${name}`))];
}

test.each(["app", "cli", "server", "tests", "prisma"])(
  "no folder of %s has more than thirty files, so that one can read what is there",
  (root) => {
    const full = folders(root).filter(({ files }) => files > most);
    expect(full).toEqual([]);
  },
);

test("every noun of the queries, commands and mails is one of the domain", () => {
  const nouns = (folder: string) =>
    readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
  const domain = new Set(nouns("app/domain"));
  for (const layer of ["app/queries", "app/commands", "app/mail", "tests/domain"])
    expect(
      nouns(layer).filter((noun) => !domain.has(noun)),
      layer,
    ).toEqual([]);
});

test("what lies under routes beside parts is an address", () => {
  const flat = (entries: RouteConfigEntry[]): string[] =>
    entries.flatMap(({ file, children = [] }) => [`app/${file}`, ...flat(children)]);
  const addresses = new Set(flat(routes));
  const files = readdirSync("app/routes", { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => `${parentPath}/${name}`)
    .filter((file) => !file.includes("/parts/"));
  expect(files.filter((file) => !addresses.has(file))).toEqual([]);
});
