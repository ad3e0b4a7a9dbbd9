const { closeDatabase, openDatabase } = await import("#app/platform/db.server.ts");
const { seed } = await import("#prisma/seed.ts");
await openDatabase();
const t = performance.now();
try { console.log((await seed())?.said); } finally { console.log("seed ms", Math.round(performance.now() - t)); await closeDatabase(); }
