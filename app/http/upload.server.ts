import { refuse } from "#app/domain/refusal.ts";

export type Upload = { file: Uint8Array; fields: FormData };

const besideTheFile = 20_000;

/** The posted file `name` of at most `limit` bytes and the fields beside it; null when no file was chosen. Refuses too-large before reading on. */
export async function uploadOf(request: Request, name: string, limit: number): Promise<Upload | null> {
  const body = await read(request, limit + besideTheFile);
  const headers = { "Content-Type": request.headers.get("Content-Type") ?? "" };
  const fields = await new Response(body, { headers }).formData().catch(() => null);
  const file = fields?.get(name);
  if (!fields || !(file instanceof File) || file.name === "") return null; // a browser sends an empty one when nothing was chosen
  return { file: new Uint8Array(await file.arrayBuffer()), fields };
}

async function read(request: Request, limit: number): Promise<Blob> {
  if (Number(request.headers.get("Content-Length") ?? 0) > limit) throw refuse("too-large");
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    size += part.value.byteLength;
    if (size > limit) throw refuse("too-large");
    chunks.push(part.value);
  }
  return new Blob(chunks);
}
