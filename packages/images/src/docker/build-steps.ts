/** A line of a build's output as a progress message; undefined for one that says nothing new. */
function buildStep(line: string): string | undefined {
  // Classic: "Step 2/5 : COPY . /app".
  const classic = /^Step (\d+\/\d+) : (.*)$/.exec(line);
  if (classic !== null) return `building ${classic[1]}: ${shorten(classic[2] ?? "")}`;
  // BuildKit: "#7 [build 2/5] COPY . /app"; its own internal steps have no number.
  const buildKit = /^#\d+ \[(?:[^\]]*?)(\d+\/\d+)\] (.*)$/.exec(line);
  if (buildKit !== null) return `building ${buildKit[1]}: ${shorten(buildKit[2] ?? "")}`;
  return undefined;
}

/** Longest instruction that is shown, characters. */
const LONGEST_SHOWN = 60;

function shorten(text: string): string {
  const flat = text.replace(/\s+/g, " ").trim();
  return flat.length > LONGEST_SHOWN ? `${flat.slice(0, LONGEST_SHOWN)}…` : flat;
}

export { buildStep };
