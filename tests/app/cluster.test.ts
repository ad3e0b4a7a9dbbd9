import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, describe, expect, test } from "vitest";
import { startCluster } from "#app/platform/cluster.server.ts";
import { EnvironmentError, parseEnvironment } from "#app/platform/env.server.ts";
import { createDatabase } from "#app/platform/db.server.ts";
import { migrate, MigrationError } from "#app/platform/migrate.server.ts";

const directory = mkdtempSync(join(tmpdir(), "innova-cluster-"));
const data = join(directory, "postgres");

afterAll(async () => {
  await (await startCluster(data)).stop();
  rmSync(directory, { recursive: true, force: true });
});

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {}); // the server may go away beneath it
  await client.connect();
  try {
    return Object.values((await client.query(sql)).rows[0] ?? {})[0];
  } finally {
    await client.end();
  }
}

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe("the embedded PostgreSQL", () => {
  test("is created where there is none, and writes down no statement, parameter or commit time", async () => {
    const cluster = await startCluster(data);
    expect(cluster.adopted).toBe(false);
    const url = cluster.url("postgres");
    expect(Number.parseInt(String(await ask(url, "SHOW server_version")), 10)).toBeGreaterThanOrEqual(15);
    for (const [setting, value] of [["log_statement", "none"], ["log_min_duration_statement", "-1"], ["log_parameter_max_length_on_error", "0"], ["track_commit_timestamp", "off"], ["listen_addresses", ""]]) {
      expect(await ask(url, `SHOW ${setting}`), setting).toBe(value);
    }
    expect(await ask(url, "SELECT 'È' ILIKE 'è'"), "names are found whatever their case").toBe(true);
    await ask(url, "SELECT 'un-segreto'::int").catch(() => {});
    expect(readFileSync(join(data, "postgres.log"), "utf8")).not.toContain("un-segreto");
  }, 60_000);

  test("that another process left running is adopted, not started twice", async () => {
    expect((await startCluster(data)).adopted).toBe(true);
  });

  test("that was killed is started again, with what had been committed", async () => {
    const before = await startCluster(data);
    await createDatabase(before.url("postgres"), "kept");
    const workers = String(await ask(before.url("postgres"), "SELECT string_agg(pid::text, ' ') FROM pg_stat_activity WHERE pid <> pg_backend_pid()")).split(" ").map(Number);
    process.kill(Number(readFileSync(join(data, "postmaster.pid"), "utf8").split("\n")[0]), "SIGKILL");
    await expect.poll(() => workers.filter(lives)).toEqual([]); // they notice by themselves, and hold its memory until then
    const after = await startCluster(data);
    expect(after.adopted).toBe(false);
    expect(await ask(after.url("kept"), "SELECT 1")).toBe(1);
  }, 60_000);

  test("is migrated once when two start at the same time, and refuses a history it does not know", async () => {
    const cluster = await startCluster(data);
    await createDatabase(cluster.url("postgres"), "fresh");
    const applied = await Promise.all([migrate(cluster.url("fresh")), migrate(cluster.url("fresh"))]);
    expect(applied.flat().length).toBeGreaterThan(0);
    expect(new Set(applied.flat()).size).toBe(applied.flat().length);
    await ask(cluster.url("fresh"), `UPDATE "_prisma_migrations" SET checksum = 'edited'`);
    await expect(migrate(cluster.url("fresh"))).rejects.toThrow(MigrationError);
  }, 60_000);

  test("stops when told to", async () => {
    const cluster = await startCluster(data);
    await cluster.stop();
    await expect(ask(cluster.url("postgres"), "SELECT 1")).rejects.toThrow();
    await startCluster(data);
  }, 60_000);
});

describe("the environment", () => {
  test("is complete when empty", () => {
    expect(parseEnvironment({})).toMatchObject({ PORT: 3000, DATABASE_URL: "", LOG_LEVEL: "info" });
  });

  test("names every variable that is wrong at once", () => {
    const wrong = { PORT: "a", DATABASE_URL: "mysql://x", APP_KEK: "kurz", SMTP_URL: "http://x", LOG_LEVEL: "loud" };
    expect(() => parseEnvironment(wrong)).toThrow(EnvironmentError);
    for (const name of Object.keys(wrong)) expect(() => parseEnvironment(wrong)).toThrow(new RegExp(`  ${name}: `));
  });

  test("pins manifests by edition", () => {
    expect(parseEnvironment({ EDITION_MANIFESTS: "a:01,b:02" }).EDITION_MANIFESTS.get("b")).toBe("02");
  });
});
