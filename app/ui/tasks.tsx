import { Link } from "@remix-run/react";
import { useTranslations } from "use-intl";
import type { Task } from "#app/domain/task.ts";
import { useReasonWords } from "./reason-words.tsx";

/** What waits for somebody, each with its one place; at most `most`, and how many more there are. */
export function Tasks({ tasks, most = Infinity }: { tasks: readonly Task[]; most?: number }) {
  const t = useTranslations("task");
  const words = useTaskWords();
  return (
    <ul className="tasks">
      {tasks.slice(0, most).map((task) => (
        <li key={task.key + task.to} data-blocks={task.blocks}>
          <Link to={task.to}>{words(task)}</Link>
        </li>
      ))}
      {tasks.length > most && <li className="soft">{t("more", { count: tasks.length - most })}</li>}
    </ul>
  );
}

function useTaskWords(): (task: Task) => string {
  const t = useTranslations("task");
  const reason = useReasonWords();
  return (task) => (task.blocks ? reason(task) : t(task.key, { count: Number(task.params?.count ?? 0) }));
}
