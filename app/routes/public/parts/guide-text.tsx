import MarkdownIt from "markdown-it";
import { guidePicture, pictureName } from "#app/domain/city/guide.ts";

/**
 * A guide of ours: its Markdown, with its pictures at the addresses given by name. A picture that
 * is not there is left out.
 */
export function GuideText({ text, pictures }: { text: string; pictures: Record<string, string> }) {
  return (
    <div
      className="guide"
      dangerouslySetInnerHTML={{ __html: markdown.render(text, { pictures }) }}
    />
  );
}

const markdown = new MarkdownIt({ html: false, linkify: false });
const { escapeHtml } = markdown.utils;

markdown.renderer.rules.image = (tokens, at, _options, env) => {
  const { pictures } = env as { pictures: Record<string, string> };
  const token = tokens[at];
  const address = pictures[pictureName(String(token?.attrGet("src") ?? ""))];
  if (!address) return "";
  return `<img src="${escapeHtml(address)}" alt="${escapeHtml(token?.content ?? "")}" width="${guidePicture.width}" height="${guidePicture.height}" loading="lazy">`;
};
