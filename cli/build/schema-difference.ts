import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";

// Prisma's own migration engine, compiled to WASM: nothing is downloaded. It writes migrations;
// they are applied without it.

/**
 * The SQL that leads from the datamodel `from` (null: an empty database) to `to`; a comment alone
 * when nothing changed.
 */
export async function schemaDifference(url: string, from: string | null, to: string): Promise<string> {
  const glue = await (loaded ??= loadEngine());
  const factory = bindMigrationAwareSqlAdapterFactory(new PrismaPg({ connectionString: url }));
  const datamodel = (content: string) => ({ files: [{ path: "schema.prisma", content }] });
  const engine = await glue.SchemaEngine.new({ datamodels: [["schema.prisma", to]] }, () => {}, factory);
  try {
    const result = await engine.diff({
      from: from === null ? { tag: "empty" } : { tag: "schemaDatamodel", ...datamodel(from) },
      to: { tag: "schemaDatamodel", ...datamodel(to) },
      script: true,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    });
    return result.stdout ?? "";
  } finally {
    engine.free();
  }
}

/** Once: the engine's glue keeps the memory of the instance it was given first. */
let loaded: ReturnType<typeof loadEngine> | undefined;

async function loadEngine() {
  const glue = await import("@prisma/schema-engine-wasm/schema_engine_bg");
  const folder = dirname(createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm"));
  const wasm = readFileSync(join(resolve(folder), "schema_engine_bg.wasm"));
  const { instance } = await WebAssembly.instantiate(wasm, { "./schema_engine_bg.js": glue });
  glue.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  return glue;
}
