import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Encrypter } from "age-encryption";
import { z } from "zod";
import { processSingleton } from "./process-singleton.server.ts";

const flag = z
  .enum(["true", "false"])
  .default("false")
  .transform((v) => v === "true");
const optionalUrl = z.union([z.url(), z.literal("")]).default("");

/** 32 bytes in base64. */
const key = z
  .union([
    z.base64().refine((v) => Buffer.from(v, "base64").length === 32, "must be 32 bytes in base64"),
    z.literal(""),
  ])
  .default("");

const pin = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):([0-9a-f]{64})$/;

/** Pins by edition; a pin that cannot be read would protect nothing, so it stops the start. */
const pins = z
  .string()
  .default("")
  .transform((text, context) => {
    const given = text
      .split(",")
      .map((each) => each.trim().toLowerCase())
      .filter(Boolean);
    const read = given.map((each) => pin.exec(each));
    if (read.includes(null))
      context.addIssue({
        code: "custom",
        message: "must be edition-id:sha256-in-hex, separated by commas",
      });
    const byEdition = new Map(
      read.flatMap((found) => (found ? [[found[1]!, found[2]!] as const] : [])),
    );
    if (byEdition.size < read.filter(Boolean).length)
      context.addIssue({ code: "custom", message: "names an edition twice" });
    return byEdition;
  });

/** age recipients; one that cannot be read would encrypt to nobody, so it stops the start. */
const recipients = z
  .string()
  .default("")
  .transform((text, context) => {
    const given = text.split(/[\s,]+/).filter(Boolean);
    for (const [at, each] of given.entries())
      if (!isRecipient(each))
        context.addIssue({
          code: "custom",
          message: `number ${at + 1} is no age recipient (age1…)`,
        });
    return given;
  });

function isRecipient(text: string): boolean {
  try {
    new Encrypter().addRecipient(text);
    return true;
  } catch {
    return false;
  }
}

const variables = z.object({
  NODE_ENV: z.enum(["development", "test", "production"]).default("development"),
  HOST: z.string().default("0.0.0.0"),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  APP_ORIGIN: z.union([z.url({ protocol: /^https?$/ }), z.literal("")]).default(""),
  DATABASE_URL: z.union([z.url({ protocol: /^postgres(ql)?$/ }), z.literal("")]).default(""),
  DATA_DIR: z.string().min(1).default("./data"),
  BOX_DIR: z.string().default(""),
  BACKUP_DIR: z.string().default(""),
  BACKUP_RECIPIENT: recipients,
  POSTGRES_BIN: z.string().default(""),
  ROLE: z.enum(["main", "box", ""]).default(""),
  BOX_HOST: z.string().min(1).default("127.0.0.1"),
  BOX_PORT: z.coerce.number().int().min(0).max(65535).default(3100),
  BOX_SECRET: key,
  BOX_WRAPS: flag,
  APP_KEK: key,
  SMTP_URL: z.union([z.url({ protocol: /^smtps?$/ }), z.literal("")]).default(""),
  MAIL_FROM: z.string().default("Innova.TO <innova@localhost>"),
  EDITION_MANIFESTS: pins,
  MANIFEST_PINS: z.enum(["required", "waived", ""]).default(""),
  SECOND_FACTOR: z.enum(["required", "offered", ""]).default(""),
  TRUST_PROXY: flag,
  HSTS_SUBDOMAINS: flag,
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "silent"]).default("info"),
  CITY_NAME: z.string().default("Comune"),
  CITY_IPA_CODE: z.string().default(""),
  SOURCE_URL: optionalUrl,
  ACCESSIBILITY_URL: optionalUrl,
  PRIVACY_URL: optionalUrl,
  LEGAL_URL: optionalUrl,
  CONTACT: z.string().default(""),
});

/** Two processes that make up keys of their own would not understand each other. */
const environment = variables.superRefine(({ ROLE, BOX_SECRET, BOX_WRAPS, APP_KEK }, context) => {
  if (BOX_WRAPS && ROLE !== "box")
    context.addIssue({ code: "custom", path: ["BOX_WRAPS"], message: "belongs to ROLE=box" });
  if (ROLE === "") return;
  for (const [name, value] of Object.entries({ BOX_SECRET, APP_KEK }))
    if (!value)
      context.addIssue({
        code: "custom",
        path: [name],
        message: `must be set with ROLE=${ROLE}, and be the same at the other`,
      });
});

export type Environment = z.infer<typeof environment>;

/** Every problem of the environment at once, in words for whoever starts the server. */
export class EnvironmentError extends Error {
  override name = "EnvironmentError";
}

/** Parses `source`; throws EnvironmentError listing every variable that is wrong. */
export function parseEnvironment(source: Record<string, string | undefined>): Environment {
  const parsed = environment.safeParse(source);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
  throw new EnvironmentError(
    `The environment is not complete. See .env.example.\n${lines.join("\n")}`,
  );
}

/** The environment with what .env adds to it, parsed when first asked for. */
export function env(): Environment {
  return processSingleton("env", () => {
    if (process.env.NODE_ENV !== "test" && existsSync(".env")) process.loadEnvFile();
    return parseEnvironment(process.env);
  });
}

/**
 * Whether an edition must be pinned before it is announced: in production, unless MANIFEST_PINS
 * waives it.
 */
export function arePinsRequired(): boolean {
  const { MANIFEST_PINS, NODE_ENV } = env();
  return MANIFEST_PINS === "" ? NODE_ENV === "production" : MANIFEST_PINS === "required";
}

/**
 * Whether who holds a role must have a second factor: in production, unless SECOND_FACTOR only
 * offers it.
 */
export function isSecondFactorRequired(): boolean {
  const { SECOND_FACTOR, NODE_ENV } = env();
  return SECOND_FACTOR === "" ? NODE_ENV === "production" : SECOND_FACTOR === "required";
}

/** The address under which people reach this server, without a trailing slash. */
export function origin(): string {
  return (env().APP_ORIGIN || `http://localhost:${env().PORT}`).replace(/\/$/, "");
}

/**
 * The 32-byte key under which the issuer's private keys rest in the database: APP_KEK, or one made
 * at the first start and kept in the data folder, readable by the server's user only.
 */
export function keyEncryptionKey(): Buffer {
  return processSingleton("kek", () => {
    if (env().APP_KEK) return Buffer.from(env().APP_KEK, "base64");
    const file = join(resolve(env().DATA_DIR), "app-kek");
    if (!existsSync(file)) {
      mkdirSync(resolve(env().DATA_DIR), { recursive: true });
      writeFileSync(file, randomBytes(32).toString("base64"), { mode: 0o600 });
    }
    return Buffer.from(readFileSync(file, "utf8"), "base64");
  });
}
