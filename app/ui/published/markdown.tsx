import MarkdownIt from "markdown-it";
import { markdownFields, type TextField } from "#app/domain/proposal/proposal.ts";

type Props = { text: string; below?: number };

/**
 * What somebody wrote in Markdown: no HTML, no image, and links only as text, so that nothing is
 * fetched or followed.
 */
export function Markdown({ text, below }: Props) {
  return (
    <div className="markdown" dangerouslySetInnerHTML={{ __html: renderMarkdown(text, below) }} />
  );
}

/**
 * HTML without attributes that fetch, lead away or run; its first heading is one level below the
 * page's at `below`.
 */
export function renderMarkdown(text: string, below = 4): string {
  return (cellsIn(text) > mostCells ? withoutTables : withTables).render(text, { below });
}

const mostCells = 4000;

/**
 * How many cells the tables of a text could have: a row is filled up to the columns of its line of
 * dashes, so a text of some thousand letters can ask for more than a hundred thousand.
 */
function cellsIn(text: string): number {
  let [cells, columns] = [0, 0];
  for (const line of text.split("\n")) {
    if (/^[\s>|:*+.\d-]*-[\s|:-]*$/.test(line)) columns = line.split(/[|:]*-+[|:]*/).length;
    else if (line.trim() === "") columns = 0;
    cells += columns;
  }
  return cells;
}

/** HTML by field. */
export type Prose = Partial<Record<TextField, string>>;

/** The fields of a proposal that are Markdown, as HTML. */
export function proseOf(content: Record<string, unknown>): Prose {
  return Object.fromEntries(
    markdownFields.map((field) => [
      field,
      typeof content[field] === "string" ? renderMarkdown(content[field]) : "",
    ]),
  );
}

const [withTables, withoutTables] = [ours(), ours().disable("table")];

function ours() {
  const markdown = new MarkdownIt({ html: false, linkify: false, breaks: true });
  const { escapeHtml } = markdown.utils;
  markdown.renderer.rules.image = (tokens, at) => escapeHtml(tokens[at]?.content ?? "");
  markdown.renderer.rules.link_open = () => "";
  markdown.renderer.rules.link_close = (tokens, at) => {
    const { address, label } = linkBefore(tokens, at);
    return address === "" || address === label ? "" : ` (${escapeHtml(address)})`;
  };
  markdown.core.ruler.push("headings-below", ({ tokens, env }) => {
    const { below } = env as { below: number };
    const headings = tokens.filter(
      ({ type }) => type === "heading_open" || type === "heading_close",
    );
    const levels = headings.map(({ tag }) => Number(tag.slice(1)));
    const highest = Math.min(...levels);
    for (const [at, token] of headings.entries())
      token.tag = `h${Math.min(6, below + 1 + levels[at]! - highest)}`;
  });
  return markdown;
}

type Tokens = Parameters<NonNullable<(typeof withTables)["renderer"]["rules"]["image"]>>[0];

/** Where the link that ends at `close` leads, and the words it stands on. */
function linkBefore(tokens: Tokens, close: number): { address: string; label: string } {
  const open = tokens.slice(0, close).findLastIndex(({ type }) => type === "link_open");
  const label = tokens
    .slice(open + 1, close)
    .map(({ content }) => content)
    .join("");
  return { address: String(tokens[open]?.attrGet("href") ?? ""), label };
}
