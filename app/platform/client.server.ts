import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";

/**
 * Gives `act` a connection of its own and closes it. A server that goes away is the error of what
 * was asked of it: without a listener it would end the process.
 */
export async function withClient<T>(
  url: string,
  act: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 15_000 });
  client.on("error", () => {});
  await client.connect();
  try {
    return await act(client);
  } finally {
    await client.end().catch(() => {});
  }
}

/**
 * Milliseconds after which PostgreSQL ends a statement by itself, also when whoever asked has gone.
 */
const statementLimit = 60_000;

/**
 * How Prisma connects to `url`: its errors would quote values, and minimal ones name the code only
 * (sealing.md §6).
 */
export function quietly(url: string) {
  const pool = { connectionString: url, max: 10, statement_timeout: statementLimit };
  const adapter = new PrismaPg(pool, { statementNameGenerator: statementNames() });
  return { adapter, errorFormat: "minimal" as const, log: [] };
}

/**
 * Names for the statements met first, so that PostgreSQL parses and plans each of them once for
 * every connection. Lists make a statement for every length: what comes after the first thousand is
 * prepared again each time.
 */
function statementNames(): (query: { sql: string }) => string {
  const names = new Map<string, string>();
  return ({ sql }) => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    if (names.size >= 1000) return ""; // to PostgreSQL: no name
    names.set(sql, `innova_${names.size}`);
    return names.get(sql)!;
  };
}

/** Creates database `name` where it does not exist, optionally as a copy of `template`. */
export async function createDatabase(
  maintenanceUrl: string,
  name: string,
  template?: string,
): Promise<void> {
  await withClient(maintenanceUrl, async (client) => {
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
    const copy = template ? ` TEMPLATE ${client.escapeIdentifier(template)}` : "";
    if (!rowCount) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}${copy}`);
  });
}

/** Drops database `name`, whoever is connected to it. */
export async function dropDatabase(maintenanceUrl: string, name: string): Promise<void> {
  await withClient(maintenanceUrl, (client) =>
    client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(name)} WITH (FORCE)`),
  );
}
