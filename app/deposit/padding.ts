/** The sizes request bodies are padded to, in bytes, so that a length tells a class and no more. */
export const sizeClasses = [16_384, 262_144, 2_097_152, 8_388_608] as const;

/**
 * The body of a request, filled up to the next size class. Beyond the largest class it stays as it
 * is, and is refused.
 */
export function padded(request: object): string {
  const bare = JSON.stringify({ ...request, pad: "" });
  const length = new TextEncoder().encode(bare).length;
  const size = sizeClasses.find((each) => each >= length);
  return size === undefined ? bare : JSON.stringify({ ...request, pad: "x".repeat(size - length) });
}

/** True when a body has the length of a class. */
export function isPadded(bytes: number): boolean {
  return sizeClasses.some((size) => size === bytes);
}
