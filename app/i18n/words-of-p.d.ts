declare module "virtual:words-of-p/*" {
  const words: typeof import("./it.json");
  export default words;
}
