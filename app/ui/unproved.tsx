import { Alert } from "@mantine/core";
import { useTranslations } from "use-intl";
import type { AssignmentGoal } from "#app/domain/assignment/problem.ts";

/** What the solver had no time for: the assignment keeps all rules, but a better one may exist. */
export function Unproved({ goals }: { goals: readonly AssignmentGoal[] }) {
  const t = useTranslations("assignment.unproved");
  if (goals.length === 0) return null;
  return (
    <Alert color="orange" title={t("title")}>
      {t("text")}
      <ul>
        {goals.map((goal) => (
          <li key={goal}>{t(goal)}</li>
        ))}
      </ul>
    </Alert>
  );
}
