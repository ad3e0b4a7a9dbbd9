/** What one may write with, and so have a text checked: a receipt or a pass. */
export type Entitlement =
  { edition: string; accessKey: string } | { edition: string; token: string };
