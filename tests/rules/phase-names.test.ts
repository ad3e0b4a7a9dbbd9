import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ESLint } from "eslint";
import tseslint from "typescript-eslint";
import { afterAll, expect, test } from "vitest";
import { phases } from "#app/domain/phase.ts";
import { noPhaseNames, phases as names } from "../../cli/build/no-phase-names.js";

const folder = mkdtempSync(join(tmpdir(), "innova-phases-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The lines of a text in which the rule finds the name of a phase. */
async function reported(lines: string[]): Promise<number[]> {
  const text = [`type Phase = ${phases.map((name) => `"${name}"`).join(" | ")};`, ...lines];
  writeFileSync(join(folder, "tsconfig.json"), '{ "compilerOptions": { "strict": true } }');
  writeFileSync(join(folder, "planted.ts"), text.join("\n"));
  const eslint = new ESLint({
    cwd: folder,
    overrideConfigFile: true,
    overrideConfig: [
      {
        files: ["**/*.ts"],
        languageOptions: {
          parser: tseslint.parser,
          parserOptions: { project: "tsconfig.json", tsconfigRootDir: folder },
        },
        plugins: { local: { rules: { "no-phase-names": noPhaseNames } } },
        rules: { "local/no-phase-names": "error" },
      },
    ],
  });
  const [result] = await eslint.lintFiles(["planted.ts"]);
  expect(result!.messages.filter(({ fatal }) => fatal)).toEqual([]);
  return result!.messages.map(({ line }) => line - 1);
}

test("the rule knows every phase", () => {
  expect([...names]).toEqual([...phases]);
});

test("a phase that is compared, given, asked of the database or listed is found", async () => {
  expect(
    await reported([
      'export const a = (phase: Phase) => phase === "scoring";',
      "declare function enter(to: Phase): void;",
      'enter("published");',
      "declare function find(where: { where: Record<string, unknown> }): void;",
      'find({ where: { phase: { in: ["open"] } } });',
      'export const list: Phase[] = ["archived"];',
    ]),
  ).toEqual([1, 3, 5, 6]);
});

test("the same words where no phase is meant are left alone", async () => {
  expect(
    await reported([
      'export const key = { opening: "opening" };',
      'export const life: "changing" | "published" = "published";',
      'export const words = (t: (key: string) => string) => t("scoring");',
    ]),
  ).toEqual([]);
});
