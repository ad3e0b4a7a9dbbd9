import { ESLintUtils } from "@typescript-eslint/utils";

export const phases = new Set([
  "preparation",
  "announced",
  "open",
  "screening",
  "scoring",
  "deliberation",
  "frozen",
  "opening",
  "published",
  "archived",
]);

/**
 * Forbids the name of a phase where a phase is meant, by its type: compared with one, given as one,
 * asked of the database. Who means what a phase allows asks for its trait, who means an event for
 * its event (app/domain/phase.ts). The same words as keys of messages and the like stay free.
 * @type {import("eslint").Rule.RuleModule}
 */
export const noPhaseNames = {
  meta: {
    type: "problem",
    messages: { name: "Ask for a trait of the phase, or name the event: app/domain/phase.ts." },
    schema: [],
  },
  create(context) {
    const services = ESLintUtils.getParserServices(context);
    const checker = services.program.getTypeChecker();
    /** @param {import("typescript").Type | undefined} type */
    const isPhase = (type) => {
      const names = type?.isUnion() ? type.types.flatMap((each) => (each.isStringLiteral() ? [each.value] : [])) : [];
      return names.length >= phases.size - 1 && [...phases].filter((name) => names.includes(name)).length >= phases.size - 1;
    };
    /** Under a key `phase`, as in what is asked of the database. */
    const isUnderPhase = (node) => {
      for (let up = node.parent; up; up = up.parent) {
        if (up.type === "Property" && up.key.name === "phase") return true;
        if (!/^(Property|ObjectExpression|ArrayExpression|TSAsExpression)$/.test(up.type)) return false;
      }
      return false;
    };
    return {
      Literal(node) {
        if (typeof node.value !== "string" || !phases.has(node.value)) return;
        const { parent } = node;
        const other =
          parent.type === "BinaryExpression"
            ? services.getTypeAtLocation(parent.left === node ? parent.right : parent.left)
            : checker.getContextualType(services.esTreeNodeToTSNodeMap.get(node));
        if (isPhase(other) || isUnderPhase(node)) context.report({ node, messageId: "name" });
      },
    };
  },
};
