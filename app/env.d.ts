import "@remix-run/node";

declare module "@remix-run/node" {
  interface AppLoadContext {
    nonce: string;
    /** The caller's address; absent in /p. */
    address?: string | undefined;
  }
  // dates and data() keep their types through single fetch
  interface Future {
    v3_singleFetch: true;
  }
}
