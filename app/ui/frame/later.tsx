import { type ComponentType, lazy, Suspense } from "react";

/**
 * A part of a page that is sent after the page's own script: `later(async () => (await
 * import("#app/routes/area/parts/vote-card.tsx")).VoteCard)`. The server writes it at once; it
 * answers when its script has come.
 */
export function later<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> {
  const Part = lazy(async () => ({ default: (await load()) as ComponentType<object> }));
  return function Later(props: Props) {
    return (
      <Suspense fallback={null}>
        <Part {...props} />
      </Suspense>
    );
  };
}
