import { compareWithRecordings } from "../processes/compare";
import { crashes, interrupts, lostProviders } from "../processes/crashes";

describe("after a crash or an interrupt the embedded engine does what the real one was recorded to do", () => {
  compareWithRecordings([...crashes, ...interrupts, ...lostProviders]);
});
