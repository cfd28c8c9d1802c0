import type { RuntimeApi } from "./runtime-api";

/** The entries of a map as it runs. */
async function readMap(api: RuntimeApi, map: string): Promise<Map<string, string>> {
  const entries = new Map<string, string>();
  for (const line of (await api.ask(`show map ${map}`)).split("\n")) {
    // "0x55d0… key value"; of two equal keys HAProxy uses the first.
    const [, key, value] = /^\S+ (\S+) (.*)$/.exec(line) ?? [];
    if (key !== undefined && value !== undefined && !entries.has(key)) entries.set(key, value);
  }
  return entries;
}

/** Commands that make some entries of a map what they should be; undefined removes one. */
function mapCommands(
  map: string,
  running: ReadonlyMap<string, string>,
  wanted: Readonly<Record<string, string | undefined>>,
): string[] {
  return Object.entries(wanted).flatMap(([key, value]) => {
    const now = running.get(key);
    if (value === now) return [];
    if (value === undefined) return [`del map ${map} ${key}`];
    return [now === undefined ? `add map ${map} ${key} ${value}` : `set map ${map} ${key} ${value}`];
  });
}

export { mapCommands, readMap };
