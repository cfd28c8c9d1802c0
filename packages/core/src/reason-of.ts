/** What something that was thrown says. */
function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export { reasonOf };
