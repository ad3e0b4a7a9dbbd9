import { formOf } from "./body.server.ts";

export type Upload = { /** null: none was chosen */ file: Uint8Array | null; fields: FormData };

const besideTheFile = 20_000;

/**
 * The fields of a form and its file `name` of at most `limit` bytes. Ask for it behind a guard, so
 * that who may not upload is refused before anything is read. Refuses too-large, busy, and invalid
 * what is no form.
 */
export async function uploadOf(request: Request, name: string, limit: number): Promise<Upload> {
  const fields = await formOf(request, limit + besideTheFile);
  const file = fields.get(name);
  // a browser sends an empty one when nothing was chosen
  if (!(file instanceof File) || file.name === "") return { file: null, fields };
  return { file: new Uint8Array(await file.arrayBuffer()), fields };
}
