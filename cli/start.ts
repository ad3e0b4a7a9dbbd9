// npm start: the built product, in production; flags such as --demo go through.
process.env.NODE_ENV = "production";
await import("#server/index.ts");
