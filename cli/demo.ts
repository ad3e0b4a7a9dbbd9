// npm run demo: an empty database is filled with the demonstration, then the server starts on it as
// in production.

process.env.NODE_ENV = "production";
process.env.SECOND_FACTOR ??= "offered"; // whoever tries a role brings no phone
process.env.MANIFEST_PINS ??= "waived"; // its custodians' keys lie in its own folder
process.argv.push("--demo");

try {
  const { prepareDemonstration } = await import("./demonstration.ts");
  await prepareDemonstration();
  await import("#server/index.ts");
} catch (error) {
  console.error(error instanceof Error ? error.message : "The demonstration did not start.");
  process.exit(1);
}
