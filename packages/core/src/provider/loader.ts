/**
 * The source that stands in the state as a dynamic resource's `__provider`: a fixed loader instead of a serialized
 * closure, so that a library upgrade changes nothing in the state.
 *
 * It resolves the module from the program's folder, where the provider's process runs; so the module must belong to a
 * package that the program itself depends on.
 */
function providerLoader(module: string, key: string): string {
  return (
    `exports.handler = () => require(require.resolve(${JSON.stringify(module)}, ` +
    `{ paths: [process.cwd()] })).providers[${JSON.stringify(key)}];`
  );
}

export { providerLoader };
