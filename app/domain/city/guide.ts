/**
 * The guides, one for each part somebody plays; their texts and pictures are
 * `docs/guide/LOCALE/GUIDE.md`.
 */
export const guides = ["employee", "juror", "organiser", "custodian"] as const;
export type Guide = (typeof guides)[number];

/** Every picture of a guide in pixels, as `npm run screenshots` takes it. */
export const guidePicture = { width: 1000, height: 700 } as const;

/** A picture's file name in a guide's text: `images/employee-desk.png` → `employee-desk.png`. */
export function pictureName(address: string): string {
  return address.replace(/^images\//, "");
}
