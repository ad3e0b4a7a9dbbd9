import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { build } from "vite";
import en from "#app/i18n/en/index.ts";
import it from "#app/i18n/it/index.ts";

// npm run custodian-page: writes build/client/custodian.html, a custodian's page in one file that
// needs no server. The same source and the same package-lock.json give the same bytes, whose hash
// stands in docs/custodian-page.sha256;
// --stated fails when it does not, --state writes it.

const stated = "docs/custodian-page.sha256";
const file = "build/client/custodian.html";

const style = `
:root { color-scheme: light dark; background: Canvas; color: CanvasText; font: 1.0625rem/1.5 system-ui, sans-serif; }
body { margin: 0; }
main { max-width: 44rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
form, label:not(.box), section { display: grid; grid-template-columns: minmax(0, 1fr); gap: .25rem; }
form { gap: 1.25rem; }
section { border-top: 1px solid; margin-top: 1.5rem; padding-top: 1rem; gap: .75rem; overflow-x: auto; }
section > * { margin: 0; }
button { font: inherit; padding: .6rem 1.2rem; justify-self: start; cursor: pointer; }
button.plain { border: 0; background: none; text-decoration: underline; padding: .5rem 0; color: inherit; }
input, textarea { font: inherit; max-width: 100%; box-sizing: border-box; }
.good { color: light-dark(#0b6b2f, #7bd99a); }
.bad { color: light-dark(#a30f1d, #ff9c9c); font-weight: 600; }
table { border-collapse: collapse; }
td, th { text-align: right; padding: .25rem .4rem; border-bottom: 1px solid; }
ul { padding-left: 1.2rem; }
ul:has(.box) { list-style: none; padding: 0; }
p:empty { display: none; }
`;

const html = await page();
mkdirSync("build/client", { recursive: true });
writeFileSync(file, html);
const line = `${createHash("sha256").update(html).digest("hex")}  custodian.html\n`;
process.stdout.write(line);
if (process.argv.includes("--state")) writeFileSync(stated, line);
if (process.argv.includes("--stated") && readFileSync(stated, "utf8") !== line) {
  console.error(
    `The page is not the one whose hash ${stated} states. Was it meant to change? npm run custodian-page -- --state`,
  );
  process.exitCode = 1;
}

/** The page; its policy lets nothing in or out but this one script. */
async function page(): Promise<string> {
  const script = `\n${(await bundled()).replaceAll("</script", "<\\/script")}`;
  const sha = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  const policy = `default-src 'none'; script-src ${sha(script)}; style-src ${sha(style)}; base-uri 'none'; form-action 'none'`;
  return [
    "<!doctype html>",
    `<html lang="it"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">`,
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    `<title>Innova.TO</title><style>${style}</style></head>`,
    `<body><script type="module">${script}</script></body></html>`,
    "",
  ].join("\n");
}

/** The page's code in one script, as readable as its source. */
async function bundled(): Promise<string> {
  const words = { it: wordsOf(it), en: wordsOf(en) };
  const output = await build({
    configFile: false,
    logLevel: "error",
    define: { WORDS: JSON.stringify(words) },
    build: {
      write: false,
      minify: false,
      target: "es2022",
      modulePreload: false,
      rollupOptions: { input: "cli/custodian/page.ts" },
    },
  });
  const [made] = [output].flat();
  if (!made || !("output" in made) || made.output.length !== 1)
    throw new Error("The page is not one script.");
  return made.output[0].code;
}

function wordsOf({ custody, method }: typeof it) {
  const { alone, release, sign } = custody;
  return {
    alone,
    release: release.faults,
    ranking: sign.faults.ranking,
    chain: sign.faults.chain,
    numbers: sign.faults.numbers,
    methods: method.name,
  };
}
