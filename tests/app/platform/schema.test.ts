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

  test("says of every model what a row is", () => {
    const models = schemaText(schema).matchAll(/(\/\/\/ .*\n)?^model (\w+) /gm);
    expect([...models].flatMap(([, said, model]) => (said ? [] : [model]))).toEqual([]);
  });

  test("relates every id to its row, or says why not", () => {
    expect(unrelatedIds(schemaText(schema))).toEqual([]);
  });
});

test("an id that is related to nothing is found", () => {
  const planted = schemaText("prisma/schema")
    .replace(/^ +actor +User .*\n/m, "")
    .replace("no relation: it is in the other database", "");
  expect(unrelatedIds(planted)).toEqual(["RoundWithdrawal.actorId", "BoxMark.boxId"]);
});

/** Columns named as ids in no relation, without a comment that begins with 'no relation'. */
function unrelatedIds(text: string): string[] {
  return [...text.matchAll(/^model (\w+) \{\n([\s\S]*?)^\}/gm)].flatMap(
    ([, model = "", body = ""]) => {
      const related = [...body.matchAll(/@relation\([^)]*?fields: \[([^\]]*)\]/g)].flatMap(
        ([, columns = ""]) => columns.split(", "),
      );
      return [...body.matchAll(/((?:^ +\/\/.*\n)*)^ +(\w+Id) (.*)$/gm)].flatMap(
        ([, above = "", column = "", rest = ""]) =>
          related.includes(column) || /no relation: \w/.test(above + rest)
            ? []
            : [`${model}.${column}`],
      );
    },
  );
}
