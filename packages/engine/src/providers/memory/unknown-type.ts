const MOST_TYPES = 60;

/** What to say of a type that no table has. */
export function unknownType(type: string, known: readonly string[]): string {
  const shown = known.slice(0, MOST_TYPES).join(", ");
  const more = known.length > MOST_TYPES ? ` and ${known.length - MOST_TYPES} more` : "";
  return (
    `${type}: this memory provider does not know the type; it knows ${shown || "none"}${more}. Declare it with a table: ` +
    `types: bridgedTypes({ "${type}": { properties: { name: "string replaces", size: "integer required" } } })`
  );
}
