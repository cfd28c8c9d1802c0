const running = new Map<string, Promise<unknown>>();

/**
 * Runs what has the same key one after the other: two resources of one program that want the same content take turns,
 * so that the second finds what the first has built.
 */
async function takeTurns<T>(key: string, body: () => Promise<T>): Promise<T> {
  const before = running.get(key) ?? Promise.resolve();
  const result = before.then(body);
  const done = result.catch(() => undefined);
  running.set(key, done);
  void done.then(() => {
    if (running.get(key) === done) running.delete(key);
  });
  return result;
}

export { takeTurns };
