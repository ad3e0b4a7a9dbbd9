import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from "@prisma/driver-adapter-utils";
import type pg from "pg";
import { once } from "./once.server.ts";

// Prisma's own migration engine, compiled to WASM: nothing is downloaded, and what it records in _prisma_migrations is
// what Prisma's CLI would, so that the CLI can take over anywhere.

const migrationsFolder = resolve("prisma/migrations");
const everything = { externalTables: [], externalEnums: [] };

/** The database cannot be brought to the schema of this release; the message says why. */
export class MigrationError extends Error {
  override name = "MigrationError";
}

/** Applies every migration that is missing and returns their names. Two starters wait for each other. */
export async function migrate(url: string): Promise<string[]> {
  return withEngine(url, async (engine) => {
    const migrationsList = migrations();
    const state = await engine.diagnoseMigrationHistory({ migrationsList, optInToShadowDatabase: false, filters: everything });
    if (state.editedMigrationNames.length > 0) {
      throw new MigrationError(`These migrations were changed after they had been applied: ${state.editedMigrationNames.join(", ")}`);
    }
    if (state.failedMigrationNames.length > 0) {
      throw new MigrationError(`These migrations failed half-way: ${state.failedMigrationNames.join(", ")}`);
    }
    if (state.history && state.history.diagnostic !== "databaseIsBehind") {
      throw new MigrationError("The database is newer than this release: install the newer release again.");
    }
    return (await engine.applyMigrations({ migrationsList, filters: everything })).appliedMigrationNames;
  });
}

/** True when the database has exactly the migrations of this release; one query, for the health page. */
export async function isMigrated(client: { query: (sql: string) => Promise<{ rows: { migration_name: string; checksum: string }[] }> }): Promise<boolean> {
  const { rows } = await client.query('SELECT migration_name, checksum FROM "_prisma_migrations" WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL');
  const applied = new Map(rows.map((row) => [row.migration_name, row.checksum]));
  const wanted = migrationNames();
  return wanted.length === applied.size && wanted.every((name) => applied.get(name) === checksum(name));
}

/** The SQL that leads from the datamodel `from` (null: an empty database) to `to`; a comment alone when nothing changed. */
export async function schemaDifference(url: string, from: string | null, to: string): Promise<string> {
  const datamodel = (content: string) => ({ tag: "schemaDatamodel" as const, files: [{ path: "schema.prisma", content }] });
  return withEngine(url, async (engine) => {
    const result = await engine.diff({
      from: from === null ? { tag: "empty" } : datamodel(from),
      to: datamodel(to),
      script: true,
      exitCode: null,
      filters: everything,
    });
    return result.stdout ?? "";
  });
}

/** @prisma/adapter-pg cuts a script at every `;`, which breaks function bodies; this one sends it whole, hence atomic. */
class WholeScripts extends PrismaPg {
  private readonly opened: SqlDriverAdapter[] = [];

  /** In reverse: a shadow database is dropped through the connection opened before it. */
  async disposeAll(): Promise<void> {
    for (const adapter of this.opened.reverse()) await adapter.dispose();
  }

  override async connect(): Promise<Awaited<ReturnType<PrismaPg["connect"]>>> {
    return this.keep(await super.connect());
  }

  override async connectToShadowDb(): Promise<Awaited<ReturnType<PrismaPg["connectToShadowDb"]>>> {
    return this.keep(await super.connectToShadowDb());
  }

  private keep<T extends SqlDriverAdapter>(adapter: T): T {
    this.opened.push(adapter);
    let disposed: Promise<void> | undefined;
    const dispose = adapter.dispose.bind(adapter);
    adapter.dispose = () => (disposed ??= dispose());
    adapter.executeScript = async (script: string) => {
      await (adapter as unknown as { underlyingDriver(): pg.Pool }).underlyingDriver().query(script);
    };
    return adapter;
  }
}

type Engine = import("@prisma/schema-engine-wasm").SchemaEngine;

async function withEngine<T>(url: string, use: (engine: Engine) => Promise<T>): Promise<T> {
  const factory = new WholeScripts({ connectionString: url });
  const engine = await newEngine(factory);
  try {
    return await use(engine);
  } finally {
    // the engine holds its advisory lock until the adapters it was given are disposed
    await factory.disposeAll();
    engine.free();
  }
}

async function newEngine(factory: SqlMigrationAwareDriverAdapterFactory): Promise<Engine> {
  const glue = await once("schema-engine", loadEngine);
  const datamodel = readFileSync(resolve("prisma/schema.prisma"), "utf8");
  return glue.SchemaEngine.new({ datamodels: [["schema.prisma", datamodel]] }, () => {}, bindMigrationAwareSqlAdapterFactory(factory));
}

/** Once per process: the glue keeps views of the one memory it was first given. */
async function loadEngine() {
  const glue = await import("@prisma/schema-engine-wasm/schema_engine_bg");
  const folder = dirname(createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm"));
  const { instance } = await WebAssembly.instantiate(readFileSync(join(folder, "schema_engine_bg.wasm")), { "./schema_engine_bg.js": glue });
  glue.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  return glue;
}

function migrations() {
  const lockfile = join(migrationsFolder, "migration_lock.toml");
  return {
    baseDir: migrationsFolder,
    lockfile: { path: "migration_lock.toml", content: existsSync(lockfile) ? readFileSync(lockfile, "utf8") : null },
    shadowDbInitScript: "",
    migrationDirectories: migrationNames().map((path) => ({
      path,
      migrationFile: { path: "migration.sql", content: { tag: "ok" as const, value: script(path) } },
    })),
  };
}

function migrationNames(): string[] {
  if (!existsSync(migrationsFolder)) return [];
  return readdirSync(migrationsFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

function script(name: string): string {
  return readFileSync(join(migrationsFolder, name, "migration.sql"), "utf8");
}

function checksum(name: string): string {
  return createHash("sha256").update(script(name)).digest("hex");
}
