import { compareWithRecordings } from "../processes/compare";
import { programs } from "../processes/programs";

describe("however a program ends, the embedded engine does what the real one was recorded to do", () => {
  compareWithRecordings(programs);
});
