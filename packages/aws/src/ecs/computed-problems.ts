import { type InputProblem, InputProblems, resolveArgs, type ServiceArgs } from "@anew/core";
import { findSecretProblems } from "./ecs-problems";
import { imageProblem } from "./image-problem";

/** What ECS can't do with arguments of which some are computed, in previews too; what is not known yet is passed over. */
async function computedProblems(args: ServiceArgs): Promise<readonly InputProblem[]> {
  const { values } = await resolveArgs(args);
  const problems = new InputProblems();
  const image = imageProblem(values.image);
  if (image !== undefined) {
    problems.add(image);
  }
  findSecretProblems(values, problems);
  return problems.list;
}

export { computedProblems };
