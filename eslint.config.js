import eslint from "@eslint/js";
import jsxA11y from "eslint-plugin-jsx-a11y";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";
import { noPhaseNames } from "./cli/build/no-phase-names.js";

export default tseslint.config(
  {
    ignores: [
      "build",
      "data",
      "node_modules",
      "app/*/generated",
      "app/platform/solver-worker.mjs",
      "postcss.config.cjs",
      ".dependency-cruiser.cjs",
    ],
  },
  eslint.configs.recommended,
  ...tseslint.configs.strict,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: false }],
      // lists and matches that were just checked
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/only-throw-error": "off", // Remix throws responses
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_" },
      ],
      "@typescript-eslint/no-invalid-void-type": "off",
      "@typescript-eslint/no-dynamic-delete": "off",
      "no-console": "error",
    },
  },
  {
    files: ["{app,cli,prisma,server}/**"],
    ignores: ["app/domain/**", "cli/build/no-phase-names.js"],
    plugins: { local: { rules: { "no-phase-names": noPhaseNames } } },
    rules: { "local/no-phase-names": "error" },
  },
  {
    files: ["app/**/*.{ts,tsx}"],
    plugins: { "jsx-a11y": jsxA11y, "react-hooks": reactHooks },
    languageOptions: jsxA11y.flatConfigs.strict.languageOptions,
    rules: {
      ...jsxA11y.flatConfigs.strict.rules,
      // what scrolls sideways must be reached by keyboard
      "jsx-a11y/no-noninteractive-tabindex": ["error", { tags: [], roles: ["region", "group"] }],
      "react-hooks/rules-of-hooks": "error",
      "react-hooks/exhaustive-deps": "error",
    },
  },
  {
    files: ["app/routes/**"],
    rules: {
      "no-restricted-syntax": [
        "error",
        {
          selector:
            "CallExpression[callee.object.name=request][callee.property.name=/^(formData|json|text|arrayBuffer|blob|bytes|clone)$/]",
          message: "Bodies are read with a limit: app/http/body.server.ts.",
        },
      ],
    },
  },
  { files: ["cli/**", "tests/**", "server/index.ts", "prisma/**"], rules: { "no-console": "off" } },
);
