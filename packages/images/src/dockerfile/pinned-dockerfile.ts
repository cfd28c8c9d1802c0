import type { BaseImage } from "./base-images";

/**
 * The text that is built: every base image replaced by what it is pinned to, all else as it was.
 * @param names what stands there instead, by the base's name
 */
function pinnedDockerfile(
  text: string,
  bases: readonly BaseImage[],
  names: ReadonlyMap<string, string>,
): string {
  const places = bases
    .flatMap(({ name, mentions }) => {
      const replacement = names.get(name);
      return replacement === undefined ? [] : mentions.map(({ start, end }) => ({ start, end, replacement }));
    })
    .sort((a, b) => b.start - a.start);
  return places.reduce(
    (result, { start, end, replacement }) => result.slice(0, start) + replacement + result.slice(end),
    text,
  );
}

export { pinnedDockerfile };
