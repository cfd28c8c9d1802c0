import { isMap, type PropertyMap } from "../../values";
import { listAt, textAt } from "./object";

/** An answer of the API server that is a failure; the message is the server's own. */
export class ApiError extends Error {
  constructor(
    readonly code: number,
    /** For example `NotFound`, `AlreadyExists`, `Conflict`, `Invalid`, `Forbidden`. */
    readonly reason: string,
    message: string,
    readonly details: PropertyMap = {},
  ) {
    super(message);
    this.name = "ApiError";
  }
}

/** No API server answered. */
export class Unanswered extends Error {}

/** The API server serves no such kind. */
export class NoMatchError extends Error {
  constructor(
    readonly apiVersion: string,
    readonly kind: string,
  ) {
    super(`no matches for kind "${kind}" in version "${apiVersion}"`);
    this.name = "NoMatchError";
  }
}

/** The failure that an answer with an error's code is. */
export function apiError(code: number, body: string): ApiError {
  const status = parsed(body);
  const message = textAt(status, "message");
  if (message) {
    const details = status.details ?? null;
    return new ApiError(code, textAt(status, "reason"), message, isMap(details) ? details : {});
  }
  if (code === 401) {
    return new ApiError(code, "Unauthorized", "the server has asked for the client to provide credentials");
  }
  return new ApiError(code, "", body.trim() || `the server answered ${code}`);
}

function parsed(body: string): PropertyMap {
  try {
    const value: unknown = JSON.parse(body);
    return isMap(value as PropertyMap) ? (value as PropertyMap) : {};
  } catch {
    return {};
  }
}

const hasReason = (reason: string) => (error: unknown) =>
  error instanceof ApiError && error.reason === reason;

export const isConflict = hasReason("Conflict");
export const isForbidden = hasReason("Forbidden");
export const isAlreadyExists = hasReason("AlreadyExists");
export const isInvalid = hasReason("Invalid");

export function isNotFound(error: unknown): boolean {
  return error instanceof ApiError && error.code === 404;
}

/** Whether the namespace of an object is what is missing. */
export function isNamespaceNotFound(error: unknown): boolean {
  return isNotFound(error) && (error as ApiError).details.kind === "namespaces";
}

/** Whether a later try can go well: nothing answered, or a server that has too much to do. */
export function isTransient(error: unknown): boolean {
  if (error instanceof ApiError) return error.code === 429 || error.code >= 500;
  return error instanceof Unanswered;
}

/** Whether an admission webhook cannot tell what would happen. */
export function isDryRunRefused(error: unknown): boolean {
  return (
    error instanceof ApiError && error.code === 400 && error.message.includes("does not support dry run")
  );
}

/** The field that a refusal says is required. */
export function requiredField(error: unknown): string | undefined {
  if (!isInvalid(error)) return undefined;
  const causes = listAt((error as ApiError).details, "causes");
  const cause = causes.find((one) => one.reason === "FieldValueRequired");
  return cause && textAt(cause, "field");
}
