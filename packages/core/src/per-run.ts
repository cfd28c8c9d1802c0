import * as pulumi from "@pulumi/pulumi";

/**
 * One value for each run of a program. A module's own variable would outlive the run where a test runs several
 * programs in one process, so the value hangs on the monitor that the run talks to.
 */
function perRun<T>(make: () => T): () => T {
  const values = new WeakMap<object, { readonly value: T }>();
  return () => {
    const run: object = pulumi.runtime.getMonitor() ?? values;
    let entry = values.get(run);
    if (entry === undefined) {
      entry = { value: make() };
      values.set(run, entry);
    }
    return entry.value;
  };
}

export { perRun };
