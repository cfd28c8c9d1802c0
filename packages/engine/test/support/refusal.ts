/** The message with which a promise is rejected. @throws Error when it is not */
export async function refusal(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => undefined,
    (reason: Error) => reason,
  );
  if (!error) throw new Error("expected a refusal");
  return error.message;
}
