import "#app/i18n/all.ts";
import { expect, test } from "vitest";
import { layout } from "#app/mail/layout.server.ts";

test("an address in a sentence becomes a link without the sentence's full stop, and what people entered becomes none", () => {
  const { html, text } = layout("it", {
    subject: "Prova",
    paragraphs: [
      "Vai a https://comune.example/area/account. Poi torna.",
      '<a href="https://altrove.example">qui</a>',
    ],
  });
  expect(html).toContain('<a href="https://comune.example/area/account" style="color:');
  expect(html).toContain("</a>. Poi torna.");
  expect(html).not.toContain('<a href="https://altrove.example">qui');
  expect(text).toContain("Vai a https://comune.example/area/account. Poi torna.");
});
