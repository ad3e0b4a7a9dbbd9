import "#app/i18n/all.ts";
import { createTranslator } from "use-intl";
import { ownColour, paletteOf } from "#app/domain/city/colour.ts";
import type { Locale } from "#app/domain/locale.ts";
import { messagesFor } from "#app/i18n/messages.ts";
import { city as cityNow } from "#app/platform/city.server.ts";

/** A mail's words, ready for the outbox. */
export type MailContent = { subject: string; text: string; html: string };

export type MailParts = {
  subject: string;
  /** Plain text each; what people entered is escaped here and nowhere before. */
  paragraphs: string[];
  /** The one thing to do, after the first paragraph. */
  action?: { label: string; url: string };
};

/** The frame of every mail, as text and as HTML, in the recipient's language. */
export function layout(locale: Locale, { subject, paragraphs, action }: MailParts): MailContent {
  const t = mailWords(locale);
  const { name: city, contact } = cityNow();
  const footer = [
    t("layout.sender", { city }),
    contact && t("layout.contact", { contact }),
    t("layout.automatic"),
  ].filter(Boolean);
  const [first = "", ...rest] = paragraphs;
  return {
    subject,
    text:
      [first, action && `${action.label}:\n${action.url}`, ...rest, ["-- ", ...footer].join("\n")]
        .filter(Boolean)
        .join("\n\n") + "\n",
    html: page(
      locale,
      subject,
      [paragraph(first), action ? button(action) : "", ...rest.map(paragraph)].join("\n"),
      footer,
    ),
  };
}

/** The words under `mail` in one language. */
export function mailWords(locale: Locale) {
  return createTranslator({ locale, messages: messagesFor(locale), namespace: "mail" });
}

/** The city's colour, or the product's. */
const chosen = () => cityNow().colour || ownColour;

// style attributes only: mail readers drop style sheets
function page(locale: Locale, subject: string, body: string, footer: string[]): string {
  return `<!doctype html>
<html lang="${locale}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(subject)}</title></head>
<body style="margin:0;padding:24px 16px;background:#f5f6f7;font-family:system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif;font-size:16px;line-height:1.5;color:#17324d">
<div style="max-width:560px;margin:0 auto;background:#ffffff;border-top:4px solid ${chosen()};padding:24px">
<p style="margin:0 0 16px;font-weight:700;color:${paletteOf(chosen()).light["accent-ink"]}">Innova.TO</p>
${body}
</div>
<p style="max-width:560px;margin:16px auto 0;font-size:13px;color:#495057">${footer.map(escaped).join("<br>")}</p>
</body>
</html>
`;
}

function paragraph(text: string): string {
  const { accent } = paletteOf(chosen()).light;
  const linked = escaped(text).replace(
    /https?:\/\/[^\s()<>]*[^\s()<>.,;:!?]/g,
    (url) => `<a href="${url}" style="color:${accent}">${url}</a>`,
  );
  return `<p style="margin:0 0 16px;overflow-wrap:anywhere">${linked.replaceAll("\n", "<br>")}</p>`;
}

function button({ label, url }: { label: string; url: string }): string {
  return (
    `<p style="margin:0 0 8px"><a href="${escaped(url)}" style="display:inline-block;background:${chosen()};color:#ffffff;padding:10px 20px;border-radius:4px;text-decoration:none;font-weight:700">${escaped(label)}</a></p>\n` +
    `<p style="margin:0 0 16px;font-size:13px;color:#495057;word-break:break-all">${escaped(url)}</p>`
  );
}

const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
