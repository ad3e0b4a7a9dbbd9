import { writeFileSync } from "node:fs";
import { settingsDocument } from "./build/settings-document.ts";

// npm run settings-document: writes docs/settings.md.

writeFileSync("docs/settings.md", settingsDocument());
