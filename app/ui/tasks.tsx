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
  const tPhase = useTranslations("phase");
  const tMail = useTranslations("mailings.moment");
  const reason = useReasonWords();
  const listed = (names: unknown, words: (name: never) => string) => String(names ?? "").split(" ").filter(Boolean).map((name) => words(name as never)).join(", ");
  return (task) => (task.blocks ? reason(task) : t(task.key, { count: Number(task.params?.count ?? 0), phase: listed(task.params?.phase, tPhase), mails: listed(task.params?.mails, tMail) }));
}
