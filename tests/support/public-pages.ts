import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import type { LoaderFunctionArgs } from "@remix-run/node";
import routes from "#app/routes.ts";
import { locales } from "#app/domain/locale.ts";

const modules = import.meta.glob("../../app/routes/{public,system}/**/*.{ts,tsx}");

type Entry = { path?: string; index?: boolean; file: string; children?: Entry[] };
type Loader = (args: LoaderFunctionArgs) => Promise<unknown>;
type Answer = { data?: unknown; init?: ResponseInit | null } | Response;

/** Every public address with its module, out of the table of routes: what is added there is tested here. */
export const publicRoutes: { path: string; file: string }[] = (routes as Entry[])
  .filter(({ path }) => path === ":locale")
  .flatMap(({ children }) => children ?? [])
  .map(({ path, file }) => ({ path: path ?? "", file }));

/** The same of what anybody may ask for outside the languages, such as the site map; the anonymous wing answers no GET but its page. */
export const rootRoutes: { path: string; file: string }[] = (routes as Entry[])
  .filter(({ path, file }) => path !== ":locale" && /^routes\/(system|public)\//.test(file))
  .map(({ path, file }) => ({ path: `/${path ?? ""}`, file }));

/** What a public page answers: its status, headers, and every byte it knows. */
export type Seen = { path: string; status: number; headers: Headers; bytes: string };

/** What stands for the parts of an address that a test does not name. */
const usual = { figure: "perCategory", other: "2014", position: "1", number: "1", certificate: "x", file: "x.png", no: "1" };

/** Asks one public page. A document is drawn from its loader's data alone, so these hold all that it can show. */
export async function visit(path: string, named: Record<string, string>, headers: Record<string, string> = {}): Promise<Seen> {
  const params: Record<string, string> = { ...usual, ...named };
  const route = [...publicRoutes, ...rootRoutes].find((each) => each.path === path)!;
  const { loader } = (await modules[`../../app/${route.file}`]!()) as { loader: Loader };
  const place = path.replace(/:(\w+)/g, (_, name: string) => params[name] ?? "");
  const address = place.startsWith("/") ? `http://innova.example${place}` : `http://innova.example/${params.locale}/${place}`;
  const answer = (await loader({ request: new Request(address, { headers }), params, context: { nonce: "" } }).catch((thrown: unknown) => thrown)) as Answer;
  if (answer instanceof Error) throw answer;
  if (answer instanceof Response) return { path: address, status: answer.status, headers: answer.headers, bytes: await answer.text() };
  return { path: address, status: answer.init?.status ?? 200, headers: new Headers(answer.init?.headers), bytes: JSON.stringify(answer.data ?? answer) };
}

/** Every public page there is of an edition, in every language. */
export async function visitAll(code: string, numbers: number[]): Promise<Seen[]> {
  const seen: Seen[] = [];
  for (const locale of locales) {
    for (const { path } of publicRoutes) {
      const params = { locale, code };
      if (!path.includes(":no")) seen.push(await visit(path, params));
      else for (const no of numbers) seen.push(await visit(path, { ...params, no: String(no) }));
    }
  }
  return seen;
}

export const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

/** The source of every module of the public pages, without its comments. */
export function publicSources(): { file: string; text: string }[] {
  const folder = "app/routes/public";
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => /\.tsx?$/.test(file));
  return files.map((file) => ({ file, text: readFileSync(`${folder}/${file}`, "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "") }));
}
