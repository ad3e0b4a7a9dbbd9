import { refuse } from "#app/domain/refusal.ts";

export type Upload = { file: Uint8Array; fields: FormData };

const besideTheFile = 20_000;

/** The posted file `name` of at most `limit` bytes and the fields beside it; null when no file was chosen. Refuses too-large before reading on. */
export async function uploadOf(request: Request, name: string, limit: number): Promise<Upload | null> {
  const body = await read(request, limit + besideTheFile);
  const headers = { "Content-Type": request.headers.get("Content-Type") ?? "" };
  const fields = await new Response(body, { headers }).formData().catch(() => null);
  const file = fields?.get(name);
  if (!fields || !(file instanceof File) || file.size === 0) return null;
  return { file: new Uint8Array(await file.arrayBuffer()), fields };
}

async function read(request: Request, limit: number): Promise<Buffer> {
  if (Number(request.headers.get("Content-Length") ?? 0) > limit) throw refuse("too-large");
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > limit) throw refuse("too-large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
