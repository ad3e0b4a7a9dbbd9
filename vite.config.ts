import { vitePlugin as remix } from "@remix-run/dev";
import { defineConfig } from "vite";
import remixConfig from "./remix.config.js";

export default defineConfig({
  plugins: [remix(remixConfig)],
  build: { target: "es2022", chunkSizeWarningLimit: 700 },
  worker: { format: "es" },
  optimizeDeps: {
    exclude: ["@node-rs/argon2"],
    include: ["@mantine/core", "@mantine/hooks", "@conform-to/react", "@conform-to/zod/v4", "use-intl", "zod"],
  },
});
