import type { z } from "zod";

type RawIssue = Parameters<z.core.$ZodErrorMap>[0];

/**
 * What is wrong with a field, as `key?param=value` under i18n `invalid.*`; a schema that has words
 * of its own passes such a key as its message. The browser and the server use this one table.
 */
export function messageOfIssue(issue: RawIssue): string {
  switch (issue.code) {
    case "too_small":
      if (issue.origin === "string" && Number(issue.minimum) <= 1) return "required";
      return `${issue.origin === "string" ? "too-short" : issue.origin === "array" ? "too-few" : "too-small"}?min=${issue.minimum}`;
    case "too_big":
      return `${issue.origin === "string" ? "too-long" : issue.origin === "array" ? "too-many" : "too-big"}?max=${issue.maximum}`;
    case "invalid_type":
      return issue.input === undefined || issue.input === null ? "required" : "wrong-type";
    case "invalid_format":
      return issue.format === "email" ? "email" : issue.format === "url" ? "url" : "format";
    default:
      return "invalid";
  }
}
