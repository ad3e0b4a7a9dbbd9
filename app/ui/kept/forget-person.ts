import { inFileStore } from "./kept-files.ts";
import { isOf } from "./kept-person.ts";

/** Removes all that this browser keeps of a person: passes, vote token, draft and attachments. */
export async function forgetPerson(sub: string): Promise<void> {
  for (const key of Object.keys(localStorage).filter(isOf(sub))) localStorage.removeItem(key);
  const names = await inFileStore("readonly", (store) => store.getAllKeys()).catch(() => []);
  for (const name of names.map(String).filter((each) => each.endsWith(`.${sub}`))) {
    // none is kept then
    await inFileStore("readwrite", (store) => store.delete(name)).catch(() => undefined);
  }
}
