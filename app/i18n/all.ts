import en from "./en.json" with { type: "json" };
import it from "./it.json" with { type: "json" };
import { registerMessages } from "./messages.ts";

// the server speaks every language at once
for (const [part, words] of Object.entries(en)) registerMessages("en", part, words);
for (const [part, words] of Object.entries(it)) registerMessages("it", part, words);
