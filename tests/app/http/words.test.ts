import compile from "icu-minify/compile";
import { _createCache, _createIntlFormatters } from "use-intl/core";
import parsed from "use-intl/format-message";
import unparsed from "use-intl/format-message/format-only";
import type { Plugin } from "vite";
import { describe, expect, test } from "vitest";
import en from "#app/i18n/en/index.ts";
import it from "#app/i18n/it/index.ts";
import { wordsOfModules } from "#app/framework/words-of-modules.ts";

// The browser is sent the words its modules say, compiled; the server reads them as they are
// written.

type Words = { [part: string]: Words | string };

const languages: [string, Words][] = [
  ["it", it],
  ["en", en],
];

function messagesIn(words: Words, under = ""): [string, string][] {
  return Object.entries(words).flatMap(([part, own]) =>
    typeof own === "string"
      ? [[`${under}${part}`, own] as [string, string]]
      : messagesIn(own, `${under}${part}.`),
  );
}

/** The same for every name a message asks for, and brackets for every tag. */
function valuesFor(message: string, count: number) {
  const names = [...message.matchAll(/\{\s*(\w+)/g)].map(([, name]) => [name!, count] as const);
  const tags = [...message.matchAll(/<(\w+)>/g)].map(
    ([, tag]) => [tag!, (chunks: unknown) => `[${String(chunks)}]`] as const,
  );
  return Object.fromEntries<number | ((chunks: unknown) => string)>([...names, ...tags]);
}

describe("words that were compiled", () => {
  const cache = _createCache();
  const formatters = _createIntlFormatters(cache);
  const options = (locale: string) => ({
    cache,
    formatters,
    locale,
    timeZone: "Europe/Rome",
  });

  test.each(languages)("say the same as those that were written: %s", (locale, words) => {
    const messages = messagesIn(words);
    expect(messages.length).toBeGreaterThan(1500);
    const differing = messages.filter(([key, message]) =>
      [0, 1, 2, 12].some((count) => {
        const values = valuesFor(message, count);
        return (
          String(unparsed(key, compile(message), values, options(locale))) !==
          String(parsed(key, message, values, options(locale)))
        );
      }),
    );
    expect(differing).toEqual([]);
  });
});

describe("a module of the browser", () => {
  const plugin: Plugin = wordsOfModules();
  const made = (code: string, id = "/somewhere/app/ui/some.tsx") => {
    if (typeof plugin.transform !== "function") throw new Error("It has no transform.");
    const result = Reflect.apply(plugin.transform, undefined, [code, id]) as
      { code: string } | undefined;
    return result?.code.split("\n")[0];
  };

  test("brings the words it says, and no others", () => {
    expect(made('\nconst t = useTranslations("jury.declare");')).toBe(
      'import "virtual:words-of/jury.declare";',
    );
    expect(made('\nexport const meta = titled("desk.title");')).toBe(
      'import "virtual:words-of/desk.title";',
    );
    expect(
      made('\nconst t = useTranslations(own ? "p.return.withdraw" : "p.return.team.leave");'),
    ).toBe(
      'import "virtual:words-of/p.return.withdraw"; import "virtual:words-of/p.return.team.leave";',
    );
    expect(made("\nconst t = 1;")).toBe("");
  });

  test("asks for words that are there, or is not built", () => {
    expect(() => made('\nconst t = useTranslations("jury.decalre");')).toThrow(
      /jury\.decalre|useTranslations/,
    );
    expect(() => made("\nconst t = useTranslations();")).toThrow(/useTranslations/);
    expect(() => made("\nconst t = useTranslations(part);")).toThrow(/useTranslations/);
  });

  test("of the server is left as it is", () => {
    expect(
      made('\nconst t = useTranslations("jury.declare");', "/somewhere/app/http/some.server.tsx"),
    ).toBeUndefined();
  });
});
