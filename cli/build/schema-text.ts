import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** A Prisma schema as one text, be it one file or a folder of them in the order of their names. */
export function schemaText(path: string): string {
  const files = statSync(path).isDirectory()
    ? readdirSync(path)
        .sort()
        .map((name) => join(path, name))
    : [path];
  return files.map((file) => readFileSync(file, "utf8")).join("\n");
}
