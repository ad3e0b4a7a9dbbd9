import MarkdownIt from "markdown-it";

type Props = { text: string };

/** What somebody wrote in Markdown: no HTML, no image, and links only as text, so that nothing is fetched or followed. */
export function Markdown({ text }: Props) {
  return <div className="markdown" dangerouslySetInnerHTML={{ __html: renderMarkdown(text) }} />;
}

/** HTML without attributes that fetch, lead away or run; headings start below those of the page. */
export function renderMarkdown(text: string): string {
  return markdown.render(text);
}

const markdown = new MarkdownIt({ html: false, linkify: false, breaks: true });
const { escapeHtml } = markdown.utils;

markdown.renderer.rules.image = (tokens, at) => escapeHtml(tokens[at]?.content ?? "");
markdown.renderer.rules.link_open = () => "";
markdown.renderer.rules.link_close = (tokens, at) => {
  const { address, label } = linkBefore(tokens, at);
  return address === "" || address === label ? "" : ` (${escapeHtml(address)})`;
};
markdown.core.ruler.push("headings-below", ({ tokens }) => {
  for (const token of tokens) {
    if (token.type === "heading_open" || token.type === "heading_close") token.tag = token.tag === "h1" ? "h5" : "h6";
  }
});

type Tokens = Parameters<NonNullable<typeof markdown.renderer.rules.image>>[0];

/** Where the link that ends at `close` leads, and the words it stands on. */
function linkBefore(tokens: Tokens, close: number): { address: string; label: string } {
  const open = tokens.slice(0, close).findLastIndex(({ type }) => type === "link_open");
  const label = tokens.slice(open + 1, close).map(({ content }) => content).join("");
  return { address: String(tokens[open]?.attrGet("href") ?? ""), label };
}
