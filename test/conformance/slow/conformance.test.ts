import { agreeWithRecordings } from "../agrees";
import { SCENARIOS } from "../scenarios";

describe("the embedded engine does what the real one was recorded to do", () => {
  agreeWithRecordings(SCENARIOS);
});
