import type { ComponentProps } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { IntlProvider } from "use-intl";
import type { Locale } from "#app/domain/locale.ts";
import { messagesFor } from "#app/i18n/messages.ts";
import { Minutes } from "#app/ui/published/minutes.tsx";

const style = `
body { font: 11pt/1.5 Georgia, serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; } th, td { border-bottom: 1px solid #999; text-align: start; padding: 0.3rem; vertical-align: top; }
label { display: grid; grid-template-columns: 11rem 1fr; gap: 0.5rem; margin-bottom: 0.5rem; } input { border: 0; border-bottom: 1px solid #444; font: inherit; }
li { overflow-wrap: anywhere; } time { color: #444; } .ticks { list-style: none; padding: 0; }
.hidden-visually { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.sign-line { border-bottom: 1px solid #444; padding-top: 2.2rem; max-width: 28rem; } @media print { tr, li, .sign-line { break-inside: avoid; } }`;

/** The minutes as one HTML file without scripts or anything fetched. */
export function minutesDocument(locale: Locale, minutes: ComponentProps<typeof Minutes>): string {
  const body = renderToStaticMarkup(
    <html lang={locale}>
      <head>
        <meta charSet="utf-8" />
        <title>{minutes.name}</title>
        <style dangerouslySetInnerHTML={{ __html: style }} />
      </head>
      <body>
        <IntlProvider locale={locale} messages={messagesFor(locale)} timeZone={minutes.timeZone}>
          <Minutes {...minutes} />
        </IntlProvider>
      </body>
    </html>,
  );
  return `<!doctype html>\n${body}\n`;
}
