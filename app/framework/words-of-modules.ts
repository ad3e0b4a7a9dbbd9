import { readdirSync, readFileSync } from "node:fs";
import compile from "icu-minify/compile";
import type { Plugin } from "vite";
import { defaultLocale, locales } from "#app/domain/locale.ts";
import { isOfApp } from "./lean-script.ts";

type Words = { [part: string]: Words | string };

/**
 * How a module of the browser asks for its words: by a part of them, or a page's title by its key.
 */
const asksForWords = /(?<!function )\b(?:useTranslations|titled)\(([^)]*)\)/g;

/**
 * A module brings the words it says, in every language, so that a page is sent no others:
 * `useTranslations("jury.declare")` adds `import "virtual:words-of/jury.declare"`, which makes them
 * known before the module runs. What is built has them compiled, and no parser of messages.
 */
export function wordsOfModules(): Plugin {
  const languages = Object.fromEntries(
    locales.map((locale) => [locale, wordsIn(`app/i18n/${locale}`)]),
  );
  const wordsAt = (locale: string, path: string) =>
    path
      .split(".")
      .reduce<Words | string | undefined>(
        (words, part) => (typeof words === "object" ? words[part] : undefined),
        languages[locale],
      );
  /** The parts of the words that a call names; one that names none cannot be followed. */
  const pathsIn = (call: string, words: string) => {
    const paths = [...words.matchAll(/"([\w.-]+)"/g)]
      .map(([, path]) => path!)
      .filter((path) => wordsAt(defaultLocale, path));
    if (paths.length === 0)
      throw new Error(`${call} names no words: a page is sent those that are named as texts.`);
    return paths;
  };
  let built = false;
  return {
    name: "words-of-modules",
    enforce: "pre",
    configResolved: ({ command }) => void (built = command === "build"),
    resolveId(id, importer, { ssr }) {
      if (id.startsWith("virtual:words-of/")) return `\0${id}`;
      return built && !ssr && id === "use-intl/format-message"
        ? this.resolve("use-intl/format-message/format-only", importer)
        : undefined;
    },
    load(id) {
      const [, path] = /^\0virtual:words-of\/(.+)$/.exec(id) ?? [];
      if (!path) return undefined;
      const said = locales.map(
        (locale) =>
          `registerMessages(${JSON.stringify(locale)}, ${JSON.stringify(path)}, ${JSON.stringify(built ? compiled(wordsAt(locale, path)!) : wordsAt(locale, path))});`,
      );
      return {
        code: [`import { registerMessages } from "/app/i18n/messages.ts";`, ...said].join("\n"),
        moduleSideEffects: true,
      };
    },
    transform(code, id, options) {
      if (options?.ssr || !isOfApp(id) || id.includes(".server.")) return undefined;
      const paths = [
        ...new Set(
          [...code.matchAll(asksForWords)].flatMap(([call, words = ""]) => pathsIn(call, words)),
        ),
      ];
      return {
        code: paths.map((path) => `import "virtual:words-of/${path}";`).join(" ") + code,
        map: null,
      };
    },
  };
}

/** The words of a language, whose folder has a file for each noun. */
function wordsIn(folder: string): Words {
  const files = readdirSync(folder).filter((file) => file.endsWith(".json"));
  return Object.assign(
    {},
    ...files.map((file) => JSON.parse(readFileSync(`${folder}/${file}`, "utf8")) as Words),
  ) as Words;
}

/** Messages as `use-intl` formats them without a parser. */
function compiled(words: Words | string): unknown {
  if (typeof words === "string") return compile(words);
  return Object.fromEntries(Object.entries(words).map(([part, own]) => [part, compiled(own)]));
}
