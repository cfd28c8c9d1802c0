const TWENTY_MINUTES = 20 * 60;

/** How long the real provider lets a container's or an image's operation take, in seconds. */
export const TIMEOUTS = { create: TWENTY_MINUTES, delete: TWENTY_MINUTES, update: TWENTY_MINUTES };
