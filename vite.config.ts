import {
  convertCssVariables,
  DEFAULT_THEME,
  defaultCssVariablesResolver,
  mergeMantineTheme,
} from "@mantine/core";
import { vitePlugin as remix } from "@remix-run/dev";
import type { Plugin as PostcssPlugin } from "postcss";
import { defineConfig, type Plugin } from "vite";
import remixConfig from "./remix.config.js";
import { theme } from "./app/ui/styles/theme.ts";
import { copies, pureModules } from "./app/framework/lean-script.ts";
import { wordsOfModules } from "./app/framework/words-of-modules.ts";

/**
 * `virtual:theme.css`: Mantine's variables for our theme, written once here instead of into every
 * page that is rendered.
 */
const themeVariables: Plugin = {
  name: "theme-variables",
  resolveId: (id) => (id === "virtual:theme.css" ? "\0virtual:theme.css" : undefined),
  load: (id) =>
    id === "\0virtual:theme.css"
      ? convertCssVariables(
          defaultCssVariablesResolver(mergeMantineTheme(DEFAULT_THEME, theme)),
          ":root",
        )
      : undefined,
};

/**
 * Light and dark follow the reader's system by the style sheets alone: Mantine would set an
 * attribute by script, which public pages do not have. Paper is always light.
 */
const followSystem: PostcssPlugin = {
  postcssPlugin: "follow-system",
  OnceExit(root, { AtRule }) {
    root.walkRules(/data-mantine-color-scheme=/, (rule) => {
      const [, scheme] = /data-mantine-color-scheme=["']?(\w+)/.exec(rule.selector)!;
      const params =
        scheme === "dark"
          ? "screen and (prefers-color-scheme: dark)"
          : "not screen, (prefers-color-scheme: light)";
      const media = new AtRule({ name: "media", params });
      rule.replaceWith(media);
      rule.selector = rule.selector.replace(/(data-mantine-color-scheme)=["']?\w+["']?/g, "$1");
      media.append(rule);
    });
  },
};

export default defineConfig({
  css: { postcss: { plugins: [followSystem] } },
  plugins: [wordsOfModules(), copies, pureModules, themeVariables, remix(remixConfig)],
  // the policy of our pages takes fonts from files only
  build: {
    target: "es2022",
    chunkSizeWarningLimit: 700,
    assetsInlineLimit: (file) => (/\.woff2?$/.test(file) ? false : undefined),
  },
  worker: { format: "es" },
  optimizeDeps: {
    exclude: ["@node-rs/argon2"],
    // found late, each of these would reload the page
    include: [
      "@mantine/core",
      "@mantine/hooks",
      "@conform-to/react",
      "@conform-to/zod/v4",
      "use-intl",
      "zod",
      "get-nonce",
      "markdown-it",
      "qrcode",
      "temporal-polyfill",
      "age-encryption",
      "shamir-secret-sharing",
      "@cloudflare/blindrsa-ts",
      "@hpke/core",
      "@noble/hashes/sha2.js",
      "@noble/hashes/hkdf.js",
      "@noble/curves/ed25519.js",
    ],
  },
});
