import { vitePlugin as remix } from "@remix-run/dev";
import { defineConfig } from "vite";
import remixConfig from "./remix.config.js";

export default defineConfig({
  plugins: [remix(remixConfig)],
  build: { target: "es2022", chunkSizeWarningLimit: 700 },
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
