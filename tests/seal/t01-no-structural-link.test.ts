import { describe, expect, test } from "vitest";
import { schemaText } from "#cli/build/schema-text.ts";
import { linksOf, parseSchema, type SchemaFault, sealed } from "./schema-lint.ts";

const schema = schemaText("prisma/schema");

describe("T1: no table has a path from a proposal to a person", () => {
  test("the sealed tables know no person, no time and no order", () => {
    expect(linksOf(parseSchema(schema))).toEqual([]);
    const room = parseSchema(schemaText("prisma/schema/sealed-room.prisma"));
    expect(room.map(({ name }) => name).filter((name) => !sealed.includes(name))).toEqual([]);
  });

  test("the ballot box knows none either, and no table of people is in it", () => {
    const models = parseSchema(schemaText("prisma/box/schema.prisma"));
    expect(linksOf(models)).toEqual([]);
    expect(
      models.map(({ name }) => name).filter((name) => ![...sealed, "Edition"].includes(name)),
    ).toEqual([]);
    expect(models.find(({ name }) => name === "Edition")!.fields.map(({ name }) => name)).toEqual([
      "id",
      "facts",
      "closed",
      "proposals",
    ]);
    expect(models.find(({ name }) => name === "Told")!.fields.map(({ name }) => name)).toEqual([
      "kind",
      "value",
    ]);
  });

  const planted: [string, string, SchemaFault["fault"]][] = [
    ["a time in a proposal", field("Proposal", "createdAt DateTime @default(now())"), "time"],
    ["a counter in a proposal", field("Proposal", "serial Int @default(autoincrement())"), "order"],
    ["a sortable id in an envelope", field("Envelope", "serial String @default(cuid())"), "order"],
    ["free JSON in a proposal", field("Proposal", "meta Json"), "json"],
    ["an update time in an envelope", field("Envelope", "touched DateTime @updatedAt"), "time"],
    [
      "an author in a proposal",
      field(
        "Proposal",
        "authorId String @db.Uuid\n  author User @relation(fields: [authorId], references: [id])",
      ),
      "path",
    ],
    [
      "a way over another table",
      field(
        "SpentToken",
        "issueId String @db.Uuid\n  issue Activation @relation(fields: [issueId], references: [editionId])",
      ),
      "path",
    ],
    [
      "the hour of an answer",
      schema.replace("visibleFrom DateTime    @db.Date", "visibleFrom DateTime"),
      "time",
    ],
    ["a person in the guard's index", field("GuardEntry", "userId String @db.Uuid"), "person"],
    [
      "the juror behind a blocked pair",
      field("BlockedPair", "juror Juror @relation(fields: [jurorId], references: [id])"),
      "path",
    ],
    ["the time of a blocked pair", field("BlockedPair", "at DateTime"), "time"],
    ["a person's id without a relation", field("Access", "userId String @db.Uuid"), "person"],
  ];
  test.each(planted)("%s is caught", (_what, leaking, fault) => {
    expect(linksOf(parseSchema(leaking)).map((found) => found.fault)).toContain(fault);
  });
});

function field(model: string, line: string): string {
  return schema.replace(`model ${model} {`, `model ${model} {\n  ${line}`);
}
