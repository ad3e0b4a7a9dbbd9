import { buffer } from "node:stream/consumers";
import { extractText, getDocumentProxy } from "unpdf";

// Reading the words of a PDF, in a process of its own: the file on standard input, its text on
// standard output, line by line and page by page.

const maxCharacters = 200_000; // characters: more than sixty full pages

const document = await getDocumentProxy(new Uint8Array(await buffer(process.stdin)), {
  verbosity: 0,
  isEvalSupported: false,
  useSystemFonts: false,
});
const { text } = await extractText(document, { mergePages: false });
process.stdout.write(text.join("\n\n").slice(0, maxCharacters));
