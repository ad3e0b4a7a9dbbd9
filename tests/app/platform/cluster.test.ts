import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, describe, expect, test } from "vitest";
import { startWorld } from "#cli/cycle/world.ts";
import { placeOf } from "#app/box/store.server.ts";
import { withClient } from "#app/platform/client.server.ts";
import { startCluster } from "#app/platform/cluster.server.ts";
import { createDatabase } from "#app/platform/client.server.ts";
import { isMigrated, migrate, MigrationError } from "#app/platform/migrate.server.ts";

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

const migrationCount = readdirSync("prisma/migrations", { withFileTypes: true }).filter((entry) =>
  entry.isDirectory(),
).length;
const asked = (url: string) => ({
  query: (sql: string) => withClient(url, (client) => client.query(sql)),
});

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
    expect(
      Number.parseInt(String(await ask(url, "SHOW server_version")), 10),
    ).toBeGreaterThanOrEqual(15);
    for (const [setting, value] of [
      ["log_statement", "none"],
      ["log_min_duration_statement", "-1"],
      ["log_parameter_max_length_on_error", "0"],
      ["track_commit_timestamp", "off"],
      ["listen_addresses", ""],
    ]) {
      expect(await ask(url, `SHOW ${setting}`), setting).toBe(value);
    }
    expect(await ask(url, "SELECT 'È' ILIKE 'è'"), "names are found whatever their case").toBe(
      true,
    );
    await ask(url, "SELECT 'un-segreto'::int").catch(() => {});
    expect(readFileSync(join(data, "postgres.log"), "utf8")).not.toContain("un-segreto");
  }, 60_000);

  test("that another process left running is adopted, not started twice", async () => {
    expect((await startCluster(data)).adopted).toBe(true);
  });

  test("that was killed is started again, with what had been committed", async () => {
    const before = await startCluster(data);
    await createDatabase(before.url("postgres"), "kept");
    const workers = String(
      await ask(
        before.url("postgres"),
        "SELECT string_agg(pid::text, ' ') FROM pg_stat_activity WHERE pid <> pg_backend_pid()",
      ),
    )
      .split(" ")
      .map(Number);
    process.kill(
      Number(readFileSync(join(data, "postmaster.pid"), "utf8").split("\n")[0]),
      "SIGKILL",
    );
    // they notice by themselves, and hold its memory until then
    await expect.poll(() => workers.filter(lives)).toEqual([]);
    const after = await startCluster(data);
    expect(after.adopted).toBe(false);
    expect(await ask(after.url("kept"), "SELECT 1")).toBe(1);
  }, 60_000);

  test("is migrated once when two start at the same time, and refuses a history it does not know", async () => {
    const cluster = await startCluster(data);
    await createDatabase(cluster.url("postgres"), "fresh");
    const applied = await Promise.all([
      migrate(cluster.url("fresh")),
      migrate(cluster.url("fresh")),
    ]);
    expect(applied.flat().length).toBeGreaterThan(0);
    expect(new Set(applied.flat()).size).toBe(applied.flat().length);
    await ask(cluster.url("fresh"), `UPDATE "_prisma_migrations" SET checksum = 'edited'`);
    await expect(migrate(cluster.url("fresh"))).rejects.toThrow(MigrationError);
  }, 60_000);

  test.each(["run", "written", "done"])(
    "is migrated to the end after a process that was killed at the step %s",
    async (step) => {
      const cluster = await startCluster(data);
      for (const at of [1, Math.ceil(migrationCount / 2), migrationCount]) {
        const name = `killed_${step}_${at}`;
        await createDatabase(cluster.url("postgres"), name);
        const url = cluster.url(name);
        const code = `
        const { migrate } = await import("#app/platform/migrate.server.ts");
        let left = ${at};
        await migrate(${JSON.stringify(url)}, undefined, { at: (step) => step === "${step}" && (left -= 1) === 0 && process.kill(process.pid, "SIGKILL") });`;
        const child = spawn(
          process.execPath,
          ["--import", "tsx", "--input-type=module", "-e", code],
          { stdio: "ignore" },
        );
        expect(
          await new Promise((resolve) => child.once("exit", (_code, signal) => resolve(signal))),
        ).toBe("SIGKILL");
        expect(await migrate(url)).toHaveLength(migrationCount - at + (step === "done" ? 0 : 1));
        expect(await isMigrated(asked(url))).toBe(true);
        expect(
          await ask(
            url,
            `SELECT count(*)::int FROM "_prisma_migrations" WHERE finished_at IS NULL`,
          ),
        ).toBe(0);
      }
    },
    120_000,
  );

  test.each([
    ["that had not taken effect", false],
    ["that had", true],
  ])(
    "ends a migration of an older release which was killed %s",
    async (_what, tookEffect) => {
      const cluster = await startCluster(data);
      const name = `older_${tookEffect}`;
      await createDatabase(cluster.url("postgres"), name);
      const url = cluster.url(name);
      await migrate(url);
      await ask(
        url,
        `UPDATE "_prisma_migrations" SET finished_at = NULL, applied_steps_count = 0 WHERE migration_name LIKE '%_city'`,
      );
      if (!tookEffect) await ask(url, 'DROP TABLE "City"');
      await migrate(url);
      expect(await isMigrated(asked(url))).toBe(true);
      expect(await ask(url, 'SELECT count(*)::int FROM "City"')).toBe(0);
    },
    60_000,
  );

  test("that dies under a server is started again, and so is the ballot box", async () => {
    const world = await startWorld();
    const pid = Number(
      readFileSync(join(world.directory, "postgres", "postmaster.pid"), "utf8").split("\n")[0],
    );
    const health = async () => (await fetch(`${world.origin}/healthz`)).status;
    expect(await health()).toBe(200);
    process.kill(pid, "SIGKILL");
    await expect.poll(health, { timeout: 60_000, interval: 100 }).toBe(503);
    await expect.poll(health, { timeout: 60_000 }).toBe(200);
    const box = join(world.directory, "box");
    process.kill(
      Number(readFileSync(join(box, placeOf(box).folder, "postmaster.pid"), "utf8").split("\n")[0]),
      "SIGKILL",
    );
    await expect.poll(health, { timeout: 60_000, interval: 100 }).toBe(503);
    await expect.poll(health, { timeout: 60_000 }).toBe(200);
    await world.stop();
  }, 180_000);

  test("that goes away leaves whoever is connected an error, and ends no process", async () => {
    const cluster = await startCluster(data);
    const asking = withClient(cluster.url("postgres"), (client) =>
      client.query("SELECT pg_sleep(5)"),
    );
    const idle = withClient(
      cluster.url("postgres"),
      () => new Promise((resolve) => setTimeout(resolve, 1000)),
    );
    await expect
      .poll(() =>
        ask(
          cluster.url("postgres"),
          "SELECT count(*)::int FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'",
        ),
      )
      .toBe(1);
    process.kill(
      Number(readFileSync(join(data, "postmaster.pid"), "utf8").split("\n")[0]),
      "SIGKILL",
    );
    await expect(asking).rejects.toThrow();
    await idle; // nothing was asked: no error, and above all none that nobody hears
    expect(await cluster.revive()).toBe(true);
    expect(await cluster.revive()).toBe(false);
  }, 60_000);

  test("stops when told to", async () => {
    const cluster = await startCluster(data);
    await cluster.stop();
    await expect(ask(cluster.url("postgres"), "SELECT 1")).rejects.toThrow();
    await startCluster(data);
  }, 60_000);
});
