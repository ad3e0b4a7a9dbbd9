import { describe, expect, it } from "vitest";
import {
  compareStaff,
  type KnownPerson,
  parseStaff,
  staffColumns,
  type StaffRow,
} from "#app/domain/people/staff.ts";

const ada = {
  staffNumber: "A1",
  name: "Ada",
  surname: "Negri",
  email: "ada@comune.example",
  unit: "Biblioteche",
  qualification: "C",
  director: "no",
};
type Values = Partial<Record<keyof typeof ada, string>>;
const list = (...lines: { line: number; values: Values }[]) => ({
  header: [...staffColumns],
  records: lines.map(({ line, values }) => ({
    line,
    values: staffColumns.map((column) => values[column] ?? ""),
  })),
});
const row = (changes: Partial<StaffRow> = {}): StaffRow => ({
  ...ada,
  director: false,
  line: 2,
  ...changes,
});
const known = (changes: Partial<KnownPerson> = {}): KnownPerson => {
  const { line: _line, ...person } = row();
  return { id: "1", active: true, locale: "it", ...person, ...changes };
};

describe("a line of the staff list", () => {
  it("is a person, with the address in lower case and spaces trimmed", () => {
    const { rows, problems } = parseStaff(
      list({ line: 2, values: { ...ada, email: " ADA@Comune.Example ", name: " Ada " } }),
    );
    expect(problems).toEqual([]);
    expect(rows).toEqual([row()]);
  });

  it.each([
    ["true", true],
    ["yes", true],
    ["Sì", true],
    ["si", true],
    ["1", true],
    ["SI\u0300", true],
    ["false", false],
    ["NO", false],
    ["0", false],
  ])("says director as %s", (word, director) => {
    expect(
      parseStaff(list({ line: 2, values: { ...ada, director: word } })).rows[0]?.director,
    ).toBe(director);
  });

  it.each([
    ["staffNumber", "", "required"],
    ["staffNumber", "A 1", "staff-number"],
    ["staffNumber", "9".repeat(41), "too-long?max=40"],
    ["name", "  ", "required"],
    ["surname", undefined, "required"],
    ["surname", "x".repeat(101), "too-long?max=100"],
    ["surname", "a\u0000b", "format"],
    ["email", "ada", "email"],
    ["email", "", "required"],
    ["unit", "x".repeat(201), "too-long?max=200"],
    ["qualification", "a\tb", "format"],
    ["director", "perhaps", "yes-or-no"],
    ["director", undefined, "yes-or-no"],
  ])("with a wrong %s (%j) is named with its number and the remedy", (field, value, remedy) => {
    expect(parseStaff(list({ line: 7, values: { ...ada, [field]: value } }))).toEqual({
      rows: [],
      problems: [{ line: 7, field, remedy }],
    });
  });

  it("may leave unit and qualification empty", () => {
    expect(
      parseStaff(list({ line: 2, values: { ...ada, unit: "", qualification: "" } })).problems,
    ).toEqual([]);
  });

  it("that repeats a number or an address names the line it repeats", () => {
    const twice = parseStaff(
      list(
        { line: 2, values: ada },
        { line: 3, values: { ...ada, email: "other@comune.example" } },
        { line: 4, values: { ...ada, staffNumber: "A2", email: "ADA@comune.example" } },
      ),
    );
    expect(twice.problems).toEqual([
      { line: 3, field: "staffNumber", remedy: "same-as-line?line=2" },
      { line: 4, field: "email", remedy: "same-as-line?line=2" },
    ]);
  });

  it("with several wrong fields names each of them, in the order of lines", () => {
    const { problems } = parseStaff(
      list(
        { line: 2, values: { ...ada, email: "x", director: "x" } },
        { line: 3, values: { ...ada, name: "" } },
      ),
    );
    expect(problems.map(({ line, field }) => [line, field])).toEqual([
      [2, "email"],
      [2, "director"],
      [3, "name"],
    ]);
  });
});

describe("the file", () => {
  const values = Object.values(ada);

  it("names the columns its first line lacks", () => {
    expect(
      parseStaff({ header: ["staffNumber", "name", "surname", "email", "unit"], records: [] }),
    ).toEqual({
      rows: [],
      problems: [
        { line: 1, field: "qualification", remedy: "column-missing" },
        { line: 1, field: "director", remedy: "column-missing" },
      ],
    });
  });

  it("may have its columns in any order, in any case, and others between", () => {
    const header = [
      "Phone",
      ...Object.keys(ada)
        .map((name) => name.toUpperCase())
        .reverse(),
    ];
    expect(
      parseStaff({ header, records: [{ line: 2, values: ["555", ...[...values].reverse()] }] }),
    ).toEqual({ rows: [row()], problems: [] });
  });

  it("without lines is no list, so that nobody is deactivated by mistake", () => {
    expect(parseStaff({ header: [...staffColumns], records: [] }).problems).toEqual([
      { line: 2, field: "", remedy: "list-empty" },
    ]);
  });

  it("names lines with too few or too many values", () => {
    const records = [
      { line: 2, values: values.slice(1) },
      { line: 3, values: [...values, "x"] },
    ];
    expect(parseStaff({ header: [...staffColumns], records }).problems).toEqual([
      { line: 2, field: "", remedy: "column-count?found=6&wanted=7" },
      { line: 3, field: "", remedy: "column-count?found=8&wanted=7" },
    ]);
  });

  it("that stops being a table is one problem", () => {
    expect(
      parseStaff({ header: [], records: [], problem: { line: 9, remedy: "quotes" } }).problems,
    ).toEqual([{ line: 9, field: "", remedy: "quotes" }]);
  });
});

describe("the difference between the staff and the list", () => {
  const nothing = { add: [], change: [], deactivate: [], vacate: [], problems: [] };

  it("is nothing when they say the same", () => {
    expect(compareStaff([known()], [row()])).toEqual(nothing);
  });

  it("adds whoever is new", () => {
    expect(compareStaff([], [row()])).toEqual({ ...nothing, add: [row()] });
  });

  it("names each field that changed", () => {
    const moved = row({ unit: "Anagrafe", director: true });
    expect(compareStaff([known()], [moved]).change).toEqual([
      { person: known(), row: moved, fields: ["unit", "director"] },
    ]);
  });

  it("deactivates whoever is on the staff and not on the list, once", () => {
    const gone = known({ id: "2", staffNumber: "B2", email: "b@comune.example" });
    const longGone = known({
      id: "3",
      staffNumber: "C3",
      email: "c@comune.example",
      active: false,
    });
    expect(compareStaff([known(), gone, longGone], [row()])).toEqual({
      ...nothing,
      deactivate: [gone],
    });
  });

  it("takes back whoever returns", () => {
    const returned = known({ active: false });
    expect(compareStaff([returned], [row()]).change).toEqual([
      { person: returned, row: row(), fields: ["active"] },
    ]);
  });

  it("leaves people from outside alone", () => {
    const outside = known({ id: "9", staffNumber: null, email: "expert@university.example" });
    expect(compareStaff([known(), outside], [row()])).toEqual(nothing);
  });

  it("lets an account from outside join the staff when the list has its address", () => {
    const outside = known({ staffNumber: null });
    expect(compareStaff([outside], [row()]).change).toEqual([
      { person: outside, row: row(), fields: ["staffNumber"] },
    ]);
  });

  it("refuses an address that an account from outside uses, when the person has an account already", () => {
    const outside = known({ id: "9", staffNumber: null, email: "new@comune.example" });
    const taken = row({ email: "new@comune.example", line: 5 });
    expect(compareStaff([known(), outside], [taken]).problems).toEqual([
      { line: 5, field: "email", remedy: "address-taken" },
    ]);
    expect(compareStaff([known(), { ...outside, active: false }], [taken])).toMatchObject({
      problems: [],
      vacate: [{ id: "9" }],
    });
  });

  it("lets a newcomer have the address of someone who left", () => {
    const newcomer = row({ staffNumber: "B2" });
    expect(compareStaff([known()], [newcomer])).toEqual({
      ...nothing,
      add: [newcomer],
      deactivate: [known()],
      vacate: [known()],
    });
  });

  it("lets two people swap their addresses", () => {
    const [one, two] = [known(), known({ id: "2", staffNumber: "B2", email: "b@comune.example" })];
    const rows = [row({ email: two.email }), row({ line: 3, staffNumber: "B2" })];
    expect(compareStaff([one, two], rows)).toMatchObject({
      vacate: [],
      problems: [],
      change: [{ fields: ["email"] }, { fields: ["email"] }],
    });
  });
});
