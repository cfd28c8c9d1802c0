import type { Context } from "mocha";
import { SetupError } from "../cleanup";
import { skip } from "../skip";
import { type Moto, startMoto } from "./start-moto";

/** An AWS for a suite, from its `before` hook; end it in `after`. Where moto can't be installed, the suite is skipped and says why. */
export async function requireMoto(context: Context): Promise<Moto> {
  context.timeout(6 * 60_000); // the first time, it is installed
  try {
    return await startMoto();
  } catch (error) {
    if (error instanceof SetupError) return skip(context, error.message);
    throw error;
  }
}
