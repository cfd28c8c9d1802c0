const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Passes signals that end this process on to another one first.
 * @returns what ends that
 */
function passSignalsTo(pid: number): () => void {
  const listeners = SIGNALS.map((signal) => {
    const listener = () => {
      release();
      try {
        process.kill(pid, "SIGTERM");
      } catch {
        // it has just ended
      }
      // Without a listener the signal does to this process what it always did.
      if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
    };
    process.on(signal, listener);
    return { signal, listener };
  });
  const release = () => {
    for (const { signal, listener } of listeners) process.off(signal, listener);
  };
  return release;
}

export { passSignalsTo };
