/** Whether a plugin's first line is a port. */
export function isReady(line: string): boolean {
  const port = Number(line.trim());
  return Number.isInteger(port) && port > 0 && port < 65_536;
}
