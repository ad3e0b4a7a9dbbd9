/** A route as Remix's build holds it, as far as its place in the table goes. */
type Placed = {
  id: string;
  parentId?: string | undefined;
  path?: string | undefined;
  index?: boolean | undefined;
};
type Routes = Record<string, Placed | undefined>;
/** What is needed of a build: the table of routes, for answering and for the page. */
type Table = { routes: Routes; assets: { routes: Record<string, unknown> } };

/**
 * For a path, what `make` makes of the build with only the routes that match it and those around
 * them. Remix flattens and ranks every route it knows several times for one answer: with all of
 * ours that was a third of what a page costs. The best match among those that match is the best of
 * all, so the answer is the same; a path that none matches gets the whole.
 */
export function forEachPath<Build extends Table, T>(
  build: Build,
  make: (build: Build) => T,
): (pathname: string) => T {
  const patterns = Object.values(build.routes)
    .filter(isEnd)
    .map(({ id }) => ({ id, pattern: patternOf(id, build.routes) }));
  const whole = make(build);
  // one for every set of routes that match one path: bounded by the table of routes
  const made = new Map<string, T>();
  return (pathname) => {
    const path = wanted(pathname);
    const ends = patterns.filter(({ pattern }) => pattern.test(path)).map(({ id }) => id);
    if (ends.length === 0) return whole;
    const key = ends.join();
    if (!made.has(key)) made.set(key, make(narrowed(build, ends)));
    return made.get(key)!;
  };
}

function isEnd(route: Placed | undefined): route is Placed {
  return route !== undefined && (route.path !== undefined || route.index === true);
}

/**
 * The whole path of a route as an expression: `:name` for a part, a question mark for what may be
 * missing, `*` for the rest.
 */
function patternOf(id: string, routes: Routes): RegExp {
  const parts = around(id, routes)
    .reverse()
    .flatMap((at) => (routes[at]?.path ?? "").split("/").filter(Boolean));
  return new RegExp(`^${parts.map(partPattern).join("")}/?$`, "i");
}

function partPattern(part: string): string {
  if (part === "*") return "(?:/.*)?";
  const [name, may] = part.endsWith("?") ? [part.slice(0, -1), true] : [part, false];
  const one = name.startsWith(":")
    ? `/[^/]+${escaped(name.replace(/^:\w+/, ""))}`
    : `/${escaped(name)}`;
  return may ? `(?:${one})?` : one;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** A route and those around it, innermost first. */
function around(id: string, routes: Routes): string[] {
  const parentId = routes[id]?.parentId;
  return [id, ...(parentId === undefined ? [] : around(parentId, routes))];
}

/**
 * The path of the page whose data a request asks for (Remix's single fetch), as the routes are
 * written.
 */
function wanted(pathname: string): string {
  const page = pathname.replace(/\.data$/, "").replace(/^\/_root$/, "/");
  try {
    return decodeURI(page);
  } catch {
    return page;
  }
}

function narrowed<Build extends Table>(build: Build, ends: string[]): Build {
  const kept = new Set(ends.flatMap((id) => around(id, build.routes)));
  const only = <T>(routes: Record<string, T>) =>
    Object.fromEntries(Object.entries(routes).filter(([id]) => kept.has(id)));
  return {
    ...build,
    routes: only(build.routes),
    assets: { ...build.assets, routes: only(build.assets.routes) },
  };
}
