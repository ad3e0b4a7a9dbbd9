import { convertCssVariables, DEFAULT_THEME, defaultCssVariablesResolver, mergeMantineTheme } from "@mantine/core";
import { vitePlugin as remix } from "@remix-run/dev";
import { readFileSync } from "node:fs";
import type { Plugin as PostcssPlugin } from "postcss";
import { defineConfig, type Plugin } from "vite";
import compile from "icu-minify/compile";
import remixConfig from "./remix.config.js";
import { defaultLocale, locales } from "./app/domain/locale.ts";
import { theme } from "./app/ui/theme.ts";

type Words = { [part: string]: Words | string };

/** How a module of the browser asks for its words: by a part of them, or a page's title by its key. */
const asksForWords = /\b(?:useTranslations|titled)\(([^)]*)\)/g;

/**
 * A module brings the words it says, in every language, so that a page is sent no others: `useTranslations("jury.declare")`
 * adds `import "virtual:words-of/jury.declare"`, which makes them known before the module runs. What is built has them
 * compiled, and no parser of messages.
 */
function wordsOfModules(): Plugin {
  const languages = Object.fromEntries(locales.map((locale) => [locale, JSON.parse(readFileSync(`app/i18n/${locale}.json`, "utf8")) as Words]));
  const wordsAt = (locale: string, path: string) => path.split(".").reduce<Words | string | undefined>((words, part) => (typeof words === "object" ? words[part] : undefined), languages[locale]);
  let built = false;
  return {
    name: "words-of-modules",
    enforce: "pre",
    configResolved: ({ command }) => void (built = command === "build"),
    resolveId(id, importer, { ssr }) {
      if (id.startsWith("virtual:words-of/")) return `\0${id}`;
      return built && !ssr && id === "use-intl/format-message" ? this.resolve("use-intl/format-message/format-only", importer) : undefined;
    },
    load(id) {
      const [, path] = /^\0virtual:words-of\/(.+)$/.exec(id) ?? [];
      if (!path) return undefined;
      const said = locales.map((locale) => `learn(${JSON.stringify(locale)}, ${JSON.stringify(path)}, ${JSON.stringify(built ? compiled(wordsAt(locale, path)!) : wordsAt(locale, path))});`);
      return { code: [`import { learn } from "/app/i18n/messages.ts";`, ...said].join("\n"), moduleSideEffects: true };
    },
    transform(code, id, options) {
      if (options?.ssr || !isOfApp(id) || id.includes(".server.")) return undefined;
      const asked = [...code.matchAll(asksForWords)].map(([, words = ""]) => [...words.matchAll(/"([\w.-]+)"/g)].map(([, path]) => path!).filter((path) => wordsAt(defaultLocale, path)));
      const paths = new Set(asked.flat());
      return { code: [...paths].map((path) => `import "virtual:words-of/${path}";`).join(" ") + code, map: null };
    },
  };
}

/**
 * What a form checks comes when the form is touched, by `import("#app/domain/…")`: of its modules the browser has copies
 * of their own, so that a page which uses a constant or a rule of such a module is not sent its schemas too. The domain is
 * pure: two copies of it say the same.
 */
const laterForms: Plugin = {
  name: "later-forms",
  enforce: "pre",
  apply: "build",
  async resolveId(id, importer, options) {
    if (options.ssr || !(id.endsWith("?form") || importer?.endsWith("?form"))) return undefined;
    const found = await this.resolve(id.replace("?form", ""), importer, { ...options, skipSelf: true });
    return found?.id.includes("/app/domain/") ? `${found.id}?form` : found;
  },
  transform: (code, id, options) => (options?.ssr || !isOfApp(id) ? undefined : { code: code.replace(/\bimport\("(#app\/domain\/[^"]+)"\)/g, 'import("$1?form")'), map: null }),
};

const isOfApp = (id: string) => /\/app\/.*\.tsx?(\?form)?$/.test(id);

/** Nothing of the domain does anything when it is loaded: what a page does not use of it is not sent to that page. */
const pureDomain: Plugin = {
  name: "pure-domain",
  apply: "build",
  transform(code, id, options) {
    if (options?.ssr || !isOfApp(id) || !/\/app\/(domain|sealing|custody)\//.test(id)) return undefined;
    const calls = [...callsWhenLoaded(this.parse(code))].sort((a, b) => b - a);
    return { code: calls.reduce((marked, at) => `${marked.slice(0, at)}/*#__PURE__*/ ${marked.slice(at)}`, code), map: null };
  },
};

type Syntax = { type: string; start: number };

/** Where the calls begin that a module makes when it is loaded: those outside of functions. */
function callsWhenLoaded(node: Syntax): Set<number> {
  if (/Function/.test(node.type)) return new Set();
  const within = Object.values<unknown>({ ...node }).flat().filter(isSyntax);
  const own = node.type === "CallExpression" || node.type === "NewExpression" ? [node.start] : [];
  return new Set([...own, ...within.flatMap((part) => [...callsWhenLoaded(part)])]);
}

function isSyntax(part: unknown): part is Syntax {
  return typeof part === "object" && part !== null && "type" in part && "start" in part;
}

/** Messages as `use-intl` formats them without a parser. */
function compiled(words: Words | string): unknown {
  if (typeof words === "string") return compile(words);
  return Object.fromEntries(Object.entries(words).map(([part, own]) => [part, compiled(own)]));
}

/** `virtual:theme.css`: Mantine's variables for our theme, written once here instead of into every page that is rendered. */
const themeVariables: Plugin = {
  name: "theme-variables",
  resolveId: (id) => (id === "virtual:theme.css" ? "\0virtual:theme.css" : undefined),
  load: (id) => (id === "\0virtual:theme.css" ? convertCssVariables(defaultCssVariablesResolver(mergeMantineTheme(DEFAULT_THEME, theme)), ":root") : undefined),
};

/**
 * Light and dark follow the reader's system by the style sheets alone: Mantine would set an attribute by script, which
 * public pages do not have. Paper is always light.
 */
const followSystem: PostcssPlugin = {
  postcssPlugin: "follow-system",
  OnceExit(root, { AtRule }) {
    root.walkRules(/data-mantine-color-scheme=/, (rule) => {
      const [, scheme] = /data-mantine-color-scheme=["']?(\w+)/.exec(rule.selector)!;
      const params = scheme === "dark" ? "screen and (prefers-color-scheme: dark)" : "not screen, (prefers-color-scheme: light)";
      const media = new AtRule({ name: "media", params });
      rule.replaceWith(media);
      rule.selector = rule.selector.replace(/(data-mantine-color-scheme)=["']?\w+["']?/g, "$1");
      media.append(rule);
    });
  },
};

export default defineConfig({
  css: { postcss: { plugins: [followSystem] } },
  plugins: [wordsOfModules(), laterForms, pureDomain, themeVariables, remix(remixConfig)],
  // the policy of our pages takes fonts from files only
  build: { target: "es2022", chunkSizeWarningLimit: 700, assetsInlineLimit: (file) => (/\.woff2?$/.test(file) ? false : undefined) },
  worker: { format: "es" },
  optimizeDeps: {
    exclude: ["@node-rs/argon2"],
    // found late, each of these would reload the page
    include: [
      "@mantine/core", "@mantine/hooks", "@conform-to/react", "@conform-to/zod/v4", "use-intl", "zod", "get-nonce", "markdown-it", "qrcode", "temporal-polyfill",
      "age-encryption", "shamir-secret-sharing", "@cloudflare/blindrsa-ts", "@noble/hashes/sha2.js", "@noble/hashes/hkdf.js", "@noble/curves/ed25519.js",
    ],
  },
});
