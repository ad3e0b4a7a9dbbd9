import en from "./en.json" with { type: "json" };
import it from "./it.json" with { type: "json" };
import { learn } from "./messages.ts";

// the server speaks every language at once
for (const [part, words] of Object.entries(en)) learn("en", part, words);
for (const [part, words] of Object.entries(it)) learn("it", part, words);
