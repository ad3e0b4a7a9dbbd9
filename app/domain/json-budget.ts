const budget = { depth: 16, values: 20_000 };

/**
 * True when JSON nests no deeper and holds no more values than any request of ours: parsing what
 * does blocks whoever parses it. It looks at each character at most once and parses nothing, so
 * what is no JSON may fit too.
 */
export function fitsBudget(json: string, { depth, values } = budget): boolean {
  let [open, seen] = [0, 0];
  for (let at = 0; at < json.length; at += 1) {
    switch (json.charCodeAt(at)) {
      case 0x22: // "
        at = endOfString(json, at);
        break;
      case 0x5b: // [
      case 0x7b: // {
        open += 1;
        seen += 1;
        break;
      case 0x5d: // ]
      case 0x7d: // }
        open -= 1;
        break;
      case 0x2c: // ,
        seen += 1;
    }
    if (open > depth || seen > values) return false;
  }
  return true;
}

/** Where the string that begins at `start` ends; behind the text when it does not. */
function endOfString(json: string, start: number): number {
  for (let end = json.indexOf('"', start + 1); end >= 0; end = json.indexOf('"', end + 1)) {
    let before = end - 1;
    while (json.charCodeAt(before) === 0x5c) before -= 1; // backslashes
    if ((end - before) % 2 === 1) return end;
  }
  return json.length;
}
