import { locales } from "#app/domain/locale.ts";
import { languages } from "./languages.ts";
import { registerMessages } from "./messages.ts";

// the server speaks every language at once
for (const locale of locales)
  for (const [part, words] of Object.entries(languages[locale]))
    registerMessages(locale, part, words);
