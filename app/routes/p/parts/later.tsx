import { later } from "#app/ui/frame/later.tsx";

// Markdown is 42 kB of script that writing does not need: it comes when a text is first shown as it
// will be read.

/** A proposal as it is read. */
export const ProposalView = later(async () => (await import("./proposal-read.tsx")).ProposalRead);

/** A text in Markdown as it is read. */
export const Markdown = later(
  async () => (await import("#app/ui/published/markdown.tsx")).Markdown,
);
