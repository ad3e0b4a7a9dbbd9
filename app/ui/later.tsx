import { type ComponentType, lazy, Suspense } from "react";

/**
 * A part of a page that is sent after the page's own script: `later(() => import("./vote-card.tsx"), "VoteCard")`. The
 * server writes it at once; it answers when its script has come.
 */
export function later<Name extends string, Props extends object>(load: () => Promise<Record<Name, ComponentType<Props>>>, name: Name): ComponentType<Props> {
  const Part = lazy(async () => ({ default: (await load())[name] as ComponentType<object> }));
  return function Later(props: Props) {
    return <Suspense fallback={null}><Part {...props} /></Suspense>;
  };
}
