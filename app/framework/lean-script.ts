import type { Plugin } from "vite";

// What the browser is not sent, because the page does not use it.

/**
 * Modules of which the browser has copies of their own, so that it is not sent more of them than it
 * uses:
 * - what a form checks, which comes when the form is touched, by `import("#app/domain/…")`: a page
 *   that uses a constant or a rule of such a module is not sent its schemas too;
 * - `zod/mini`, so that the anonymous page is not sent what the forms of the area use of Zod.
 * All of them are pure: two copies say the same.
 */
export const copies: Plugin = {
  name: "copies",
  enforce: "pre",
  apply: "build",
  async resolveId(id, importer, options) {
    const copy =
      id === "zod/mini"
        ? "?mini"
        : (/\?(form|mini)$/.exec(id) ?? /\?(form|mini)$/.exec(importer ?? ""))?.[0];
    if (options.ssr || !copy) return undefined;
    const found = await this.resolve(id.replace(copy, ""), importer, {
      ...options,
      skipSelf: true,
    });
    return found && copied[copy]?.test(found.id)
      ? { ...found, id: `${found.id}${copy}`, moduleSideEffects: false }
      : found;
  },
  transform: (code, id, options) =>
    options?.ssr || !isOfApp(id)
      ? undefined
      : {
          code: code.replace(/\bimport\(\s*"(#app\/domain\/[^"]+)",?\s*\)/g, 'import("$1?form")'),
          map: null,
        },
};

const copied: Record<string, RegExp> = {
  "?form": /\/app\/domain\//,
  "?mini": /\/node_modules\/zod\//,
};

/** A module of ours that the browser may be sent, or its copy. */
export const isOfApp = (id: string) => /\/app\/.*\.tsx?(\?form)?$/.test(id);

/**
 * Modules of ours do nothing when they are loaded but make their constants: what a page does not
 * use of them is not sent to it.
 */
export const pureModules: Plugin = {
  name: "pure-modules",
  apply: "build",
  transform(code, id, options) {
    if (options?.ssr || !isOfApp(id) || !/\/app\/(domain|sealing|custody|ui)\/|\/parts\//.test(id))
      return undefined;
    const constants = this.parse(code)
      .body.flatMap((node) =>
        node.type === "ExportNamedDeclaration" ? (node.declaration ?? []) : node,
      )
      .filter(({ type }) => type === "VariableDeclaration");
    const calls = [...new Set(constants.flatMap(callsWhenLoaded))].sort((a, b) => b - a);
    return {
      code: calls.reduce(
        (marked, at) => `${marked.slice(0, at)}/*#__PURE__*/ ${marked.slice(at)}`,
        code,
      ),
      map: null,
      moduleSideEffects: /\/app\/ui\/|\/parts\//.test(id),
    };
  },
};

type Syntax = { type: string };

/** Where the calls begin that are made when a module is loaded: those outside of functions. */
function callsWhenLoaded(node: Syntax): number[] {
  if (/Function/.test(node.type)) return [];
  const within = Object.values<unknown>({ ...node })
    .flat()
    .filter(isSyntax);
  const own =
    (node.type === "CallExpression" || node.type === "NewExpression") &&
    "start" in node &&
    typeof node.start === "number"
      ? [node.start]
      : [];
  return [...own, ...within.flatMap(callsWhenLoaded)];
}

function isSyntax(part: unknown): part is Syntax {
  return (
    typeof part === "object" && part !== null && "type" in part && typeof part.type === "string"
  );
}
