import { isList, isMap, type PropertyValue } from "../../../values";

type Step = (values: readonly PropertyValue[]) => readonly PropertyValue[];

/**
 * Reads the paths of `kubectl get -o jsonpath={…}` that conditions are written with: `.status.phase`, `.list[0]`,
 * `.list[*].name`, `.metadata.labels['a.b/c']`, `.conditions[?(@.type=="Ready")].status`.
 * @throws Error on any other form
 */
export function jsonPath(text: string): (value: PropertyValue) => readonly PropertyValue[] {
  const steps: Step[] = [];
  let rest = text.replace(/^\$/, "");
  while (rest !== "") {
    const [length, step] = nextStep(rest, text);
    steps.push(step);
    rest = rest.slice(length);
  }
  return (value) => steps.reduce<readonly PropertyValue[]>((values, step) => step(values), [value]);
}

function nextStep(rest: string, whole: string): [number, Step] {
  const name = /^\.([A-Za-z0-9_-]+)/.exec(rest) ?? /^\[(?:'([^']*)'|"([^"]*)")\]/.exec(rest);
  if (name) return [name[0].length, child(name[1] ?? name[2] ?? "")];
  const all = /^(?:\.\*|\[\*\])/.exec(rest);
  if (all) return [all[0].length, (values) => values.flatMap(children)];
  const index = /^\[(-?\d+)\]/.exec(rest);
  if (index) {
    const position = Number(index[1]);
    return [
      index[0].length,
      (values) => values.flatMap((value) => (isList(value) ? defined(value.at(position)) : [])),
    ];
  }
  const filter = /^\[\?\(?@\.([A-Za-z0-9_.-]+)\s*==\s*(?:'([^']*)'|"([^"]*)"|([^)\]]+))\)?\]/.exec(rest);
  if (filter) {
    const keys = (filter[1] ?? "").split(".");
    const wanted = filter[2] ?? filter[3] ?? (filter[4] ?? "").trim();
    const matches = (value: PropertyValue) => {
      const found = keys.reduce<readonly PropertyValue[]>((values, key) => child(key)(values), [value]);
      return found.some((one) => String(one) === wanted);
    };
    return [filter[0].length, (values) => values.flatMap(children).filter(matches)];
  }
  throw new Error(`parsing "${whole}": "${rest}" is no step of a path`);
}

function child(key: string): Step {
  return (values) =>
    values.flatMap((value) => (isMap(value) && Object.hasOwn(value, key) ? defined(value[key]) : []));
}

function children(value: PropertyValue): readonly PropertyValue[] {
  if (isList(value)) return value;
  return isMap(value) ? Object.values(value) : [];
}

function defined(value: PropertyValue | undefined): readonly PropertyValue[] {
  return value === undefined ? [] : [value];
}
