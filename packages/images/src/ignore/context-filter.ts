import type { FileTreeFilter } from "@anew/core";
import { cleanPath } from "./ignore-file";
import { compilePattern } from "./ignore-pattern";

/**
 * Which paths of a context Docker sends, given the patterns of its `.dockerignore`. It must be asked for a
 * folder before what the folder holds, as {@link listFileTree} does: what matched a folder matches all below it.
 *
 * @throws RangeError for a pattern that Docker refuses
 * @see https://github.com/moby/patternmatcher/blob/v0.6.0/patternmatcher.go `MatchesUsingParentResults`
 * @see https://github.com/moby/go-archive/blob/v0.1.0/archive.go `Tarballer.Do`: which excluded folders it enters
 */
function contextFilter(patterns: readonly string[]): FileTreeFilter {
  const compiled = patterns
    .filter((pattern) => pattern !== "")
    .map((pattern) => compilePattern(cleanPath(pattern)));
  if (compiled.length === 0) return () => true;
  const matchedFolders = new Map<string, readonly boolean[]>();

  return (path, isDirectory) => {
    const parent = matchedFolders.get(path.slice(0, Math.max(0, path.lastIndexOf("/"))));
    const matched: boolean[] = [];
    let excluded = false;
    compiled.forEach((pattern, index) => {
      // An inclusion counts only for what is excluded so far, and the other way round.
      const match = parent?.[index] || (pattern.negated === excluded && pattern.matches(path));
      matched.push(match);
      if (match) excluded = !pattern.negated;
    });
    if (isDirectory) matchedFolders.set(path, matched);
    if (!excluded) return true;
    return isDirectory && compiled.some(({ negated, text }) => negated && `${text}/`.startsWith(`${path}/`))
      ? "contents"
      : false;
  };
}

export { contextFilter };
