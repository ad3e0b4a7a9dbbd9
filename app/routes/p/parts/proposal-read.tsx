import type { ComponentProps } from "react";
import { proseOf } from "#app/ui/published/markdown.tsx";
import { ProposalView } from "#app/ui/published/proposal-view.tsx";

/**
 * A proposal as it is read, from its words alone: here nobody but the reader's browser makes
 * anything of them.
 */
export function ProposalRead(props: Omit<ComponentProps<typeof ProposalView>, "prose">) {
  return <ProposalView {...props} prose={proseOf(props.content)} />;
}
