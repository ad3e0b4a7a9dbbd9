import { Link } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { phases } from "#app/domain/phase.ts";
import { moments } from "#app/domain/mailing/mailing.ts";
import type { Task } from "#app/domain/desk/task.ts";
import { useReasonWords } from "./forms/reason-words.tsx";

/**
 * What waits for somebody, each with its one place; at most `most`, and how many more there are.
 */
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
  return (task) =>
    task.blocks
      ? reason(task)
      : t(task.key, {
          count: Number(task.params?.count ?? 0),
          phase: namedIn(task.params?.phase, phases)
            .map((phase) => tPhase(phase))
            .join(),
          mails: namedIn(task.params?.mails, moments)
            .map((moment) => tMail(moment))
            .join(", "),
        });
}

/** Those of `all` that a task's parameter names, which are apart by spaces. */
function namedIn<Name extends string>(parameter: unknown, all: readonly Name[]): Name[] {
  const names = String(parameter ?? "").split(" ");
  return all.filter((each) => names.includes(each));
}
