import { convertCssVariables, DEFAULT_THEME, defaultCssVariablesResolver, mergeMantineTheme } from "@mantine/core";
import { vitePlugin as remix } from "@remix-run/dev";
import { readFileSync } from "node:fs";
import type { Plugin as PostcssPlugin } from "postcss";
import { defineConfig, type Plugin } from "vite";
import remixConfig from "./remix.config.js";
import { theme } from "./app/ui/theme.ts";

/** The words that the anonymous wing never says: without them its page is 20 kB lighter in every language. */
const notOfP = [
  "account", "admin", "city", "area", "assignment", "audit", "awards", "conflicts", "custody", "desk", "forgotten", "hiding", "juror", "jury", "certificate", "conflictsBoard", "errata", "link", "list", "login", "mail", "mailings", "manage", "meetingMinutes",
  "meetings", "method", "methods", "minutes", "offline", "opening", "outbox", "passReturn", "people", "preferences", "presiding", "printed", "progress", "public", "publication", "ranking", "reminders", "replacement",
  "screening", "secondRound", "separations", "session", "sheet", "sponsors", "staff", "liveStatistics", "statistics", "task", "thread", "tookPart", "votes", "win", "budget", "employeesVote", "handing", "implementation",
];

/** Reasons that only those who are signed in are told. */
const reasonsNotOfP = /^(assignment|jury|logo)-/;

/** What is said in mails, and in the anonymous wing alone, but for what its cards on the desk share. */
const notOfArea = ["mail", "p"];
const sharedOfP = ["wallet"];

type Words = Record<string, Record<string, unknown>>;

/** `virtual:words-of/p/it` and `virtual:words-of/area/it`: the words of a language that are said there. */
const wordsOf: Plugin = {
  name: "words-of",
  resolveId: (id) => (id.startsWith("virtual:words-of/") ? `\0${id}` : undefined),
  load(id) {
    const [, wing, locale] = /^\0virtual:words-of\/(p|area)\/(\w+)$/.exec(id) ?? [];
    if (!wing) return undefined;
    const all = JSON.parse(readFileSync(`app/i18n/${locale}.json`, "utf8")) as Words;
    const said = wing === "p" ? { ...without(all, notOfP), reason: Object.fromEntries(Object.entries(all.reason ?? {}).filter(([key]) => !reasonsNotOfP.test(key))) } : { ...without(all, notOfArea), p: Object.fromEntries(sharedOfP.map((part) => [part, all.p?.[part]])) };
    return `export default ${JSON.stringify(said)}`;
  },
};

function without(words: Words, parts: string[]): Words {
  return Object.fromEntries(Object.entries(words).filter(([part]) => !parts.includes(part)));
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
  plugins: [wordsOf, themeVariables, remix(remixConfig)],
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
