import { type ComponentProps, lazy, Suspense } from "react";

// Markdown is 42 kB of script that writing does not need: it comes when a text is first shown as it will be read.

const view = lazy(() => import("./proposal-read.tsx").then(({ ProposalRead }) => ({ default: ProposalRead })));
const markdown = lazy(() => import("#app/ui/markdown.tsx").then(({ Markdown }) => ({ default: Markdown })));

/** A proposal as it is read. */
export function ProposalView(props: ComponentProps<typeof view>) {
  const View = view;
  return <Suspense fallback={null}><View {...props} /></Suspense>;
}

/** A text in Markdown as it is read. */
export function Markdown(props: ComponentProps<typeof markdown>) {
  const Text = markdown;
  return <Suspense fallback={null}><Text {...props} /></Suspense>;
}
