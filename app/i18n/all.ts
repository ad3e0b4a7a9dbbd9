import en from "./en.json" with { type: "json" };
import it from "./it.json" with { type: "json" };
import { learn } from "./messages.ts";

// the server speaks every language at once
learn("en", en);
learn("it", it);
