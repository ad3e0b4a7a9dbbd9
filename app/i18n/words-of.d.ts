declare module "virtual:words-of/*" {
  const words: typeof import("./it.json");
  export default words;
}
