import { type Guide, guides } from "#app/domain/city/guide.ts";
import type { Locale } from "#app/domain/locale.ts";
import { refuse } from "#app/domain/refusal.ts";

// The guides of docs/guide, read when the product is built: help in the product and in the
// repository are the same files.

const texts = import.meta.glob<string>("/docs/guide/*/*.md", {
  query: "?raw",
  import: "default",
  eager: true,
});
const pictures = import.meta.glob<string>("/docs/guide/*/images/*.png", {
  query: "?url&no-inline",
  import: "default",
  eager: true,
});

/** A guide with the addresses of its pictures by name; refuses not-found where there is none. */
export function guideText(
  locale: Locale,
  name: string,
): { guide: Guide; text: string; pictures: Record<string, string> } {
  const guide = guides.find((each) => each === name);
  const text = texts[`/docs/guide/${locale}/${guide}.md`];
  if (!guide || text === undefined) throw refuse("not-found");
  const folder = `/docs/guide/${locale}/images/`;
  const own = Object.entries(pictures).filter(([path]) => path.startsWith(`${folder}${guide}-`));
  return {
    guide,
    text,
    pictures: Object.fromEntries(
      own.map(([path, address]) => [path.slice(folder.length), address]),
    ),
  };
}
