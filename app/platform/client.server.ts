import pg from "pg";

/**
 * Gives `act` a connection of its own and closes it. A server that goes away is the error of what was asked of it: without
 * a listener it would end the process.
 */
export async function withClient<T>(url: string, act: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 15_000 });
  client.on("error", () => {});
  await client.connect();
  try {
    return await act(client);
  } finally {
    await client.end().catch(() => {});
  }
}
