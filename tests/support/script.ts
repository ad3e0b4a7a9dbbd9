import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { z } from "zod";

const client = "build/client";
const assets = join(client, "assets");

const manifestSchema = z.object({
  entry: z.object({ module: z.string(), imports: z.array(z.string()) }),
  routes: z.record(
    z.string(),
    z.object({
      parentId: z.string().optional(),
      module: z.string(),
      imports: z.array(z.string()).default([]),
    }),
  ),
});

/** A file of the built browser side as it is sent, in bytes. */
export const sent = (file: string): number => gzipSync(readFileSync(join(client, file))).length;

/**
 * What each page asks for before it can be used, in bytes of gzip: its own modules, those of the
 * frames around it, and the table of routes. What comes later by itself, or when a form is touched,
 * is not in it. Documents load none of it.
 */
export function scriptPerPage(): Map<string, number> {
  const table = tableOfRoutes();
  const { entry, routes } = manifestSchema.parse(
    JSON.parse(
      readFileSync(join(client, table), "utf8")
        .replace(/^window\.__remixManifest=/, "")
        .replace(/;$/, ""),
    ),
  );
  const asked = (id: string | undefined): string[] =>
    id === undefined
      ? [entry.module, ...entry.imports]
      : [routes[id]!.module, ...routes[id]!.imports, ...asked(routes[id]!.parentId)];
  return new Map(
    Object.keys(routes).map((id) => [
      id,
      [...new Set([table, ...asked(id)])].reduce((sum, file) => sum + sent(file), 0),
    ]),
  );
}

/** The sealing worker of the anonymous page. */
export function worker(): string {
  return `/assets/${files().find((file) => /^worker-.*\.js$/.test(file))!}`;
}

function tableOfRoutes(): string {
  const table = files().find(
    (file) =>
      file.startsWith("manifest-") &&
      readFileSync(join(assets, file), "utf8").includes("__remixManifest"),
  );
  return `/assets/${table!}`;
}

function files(): string[] {
  if (!existsSync(assets)) throw new Error("Build first: npm run build");
  return readdirSync(assets);
}
