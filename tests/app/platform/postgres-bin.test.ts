import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, test, vi } from "vitest";
import { closeBox, openBox, placeOf } from "#app/box/store.server.ts";
import { isWritten, rotate } from "#app/box/rotation.server.ts";
import { createDatabase, withClient } from "#app/platform/client.server.ts";
import { startCluster } from "#app/platform/cluster.server.ts";
import { migrate } from "#app/platform/migrate.server.ts";
import { forget } from "#app/platform/process-singleton.server.ts";

// POSTGRES_BIN: the clusters run on a distribution's PostgreSQL, where one is installed.

const debian = "/usr/lib/postgresql";
const versions = existsSync(debian) ? readdirSync(debian) : [];
const bin = versions
  .map((version) => join(debian, version, "bin"))
  .find((each) => existsSync(join(each, "initdb")));
const directory = mkdtempSync(join(tmpdir(), "innova-postgres-bin-"));

function programsIn(folder: string): void {
  vi.stubEnv("POSTGRES_BIN", folder);
  forget("env");
}

afterEach(() => {
  vi.unstubAllEnvs();
  forget("env");
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe.skipIf(!bin)("with a distribution's PostgreSQL", () => {
  test("a cluster is made, migrated, and finds É for é", async () => {
    programsIn(bin!);
    const data = join(directory, "postgres");
    const cluster = await startCluster(data);
    try {
      await createDatabase(cluster.url("postgres"), "innova");
      await migrate(cluster.url("innova"));
      const asked = await withClient(cluster.url("innova"), (client) =>
        client.query<{ found: boolean; version: string }>(
          "SELECT 'PERCHÉ' ILIKE '%ché' AS found, current_setting('server_version') AS version",
        ),
      );
      expect(asked.rows[0]!.found).toBe(true);
      expect(bin).toContain(`/${asked.rows[0]!.version.split(".")[0]}/`);
    } finally {
      await cluster.stop();
    }
  }, 60_000);

  test("the ballot box is made and moves", async () => {
    programsIn(bin!);
    const box = join(directory, "box");
    await openBox(box);
    try {
      const before = placeOf(box).folder;
      await rotate();
      expect(placeOf(box).folder).not.toBe(before);
      expect(await isWritten()).toBe(false);
      const version = readFileSync(join(box, placeOf(box).folder, "PG_VERSION"), "utf8").trim();
      expect(bin).toContain(`/${version}/`);
    } finally {
      await closeBox({ stopAdopted: true });
    }
  }, 60_000);

  test("a cluster of another major version is refused, in both directions, and says what to do", async () => {
    const [ofPackage, ofDebian] = [join(directory, "package"), join(directory, "postgres")];
    await (await startCluster(ofPackage)).stop();
    await expect(startCluster(ofDebian)).rejects.toThrow(
      /wrote .* cannot read it\. Set POSTGRES_BIN/,
    );
    programsIn(bin!);
    await expect(startCluster(ofPackage)).rejects.toThrow(
      "leave it empty for those of the npm package",
    );
    await (await startCluster(ofDebian)).stop();
  }, 60_000);
});

test("a folder without programs is named", async () => {
  programsIn(join(directory, "nothing"));
  await expect(startCluster(join(directory, "new"))).rejects.toThrow("look at POSTGRES_BIN");
});
