import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { schemaText } from "#cli/build/schema-text.ts";

// What the schemas keep to, without a database.

const schemas = [
  ["the main database", "prisma/schema", "prisma/migrations"],
  ["the ballot box", "prisma/box/schema.prisma", "prisma/box/migrations"],
] as const;

describe.each(schemas)("the schema of %s", (_whose, schema, migrations) => {
  test("is the one that its migrations lead to", () => {
    expect(readFileSync(`${migrations}/schema.prisma`, "utf8")).toBe(schemaText(schema));
  });
});
