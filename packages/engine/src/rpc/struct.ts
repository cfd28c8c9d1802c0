import { Struct, Value } from "google-protobuf/google/protobuf/struct_pb";
import { type PropertyMap, type PropertyValue, setProperty } from "../values";
import {
  fromWire,
  toWire,
  valueFromWire,
  valueToWire,
  type WireMap,
  type WireOptions,
  type WireValue,
} from "../values/wire";

/** A property map as a protobuf message. */
export function toStruct(map: PropertyMap, options: WireOptions): Struct {
  return Struct.fromJavaScript(toWire(map, options) as Parameters<typeof Struct.fromJavaScript>[0]);
}

/** The property map of a message; empty when there is none. */
export function fromStruct(struct: Struct | undefined): PropertyMap {
  return struct ? fromWire(structToWire(struct)) : {};
}

/** A single value as a protobuf message. */
export function toValue(value: PropertyValue, options: WireOptions): Value {
  return Value.fromJavaScript(
    (valueToWire(value, options) ?? null) as Parameters<typeof Value.fromJavaScript>[0],
  );
}

/** The value of a message; null when there is none. */
export function fromValue(value: Value | undefined): PropertyValue {
  return value ? valueFromWire(messageToWire(value)) : null;
}

// The messages' own toJavaScript loses a property of the name `__proto__`.
function structToWire(struct: Struct): WireMap {
  const result: WireMap = {};
  struct.getFieldsMap().forEach((value, key) => {
    setProperty(result, key, messageToWire(value));
  });
  return result;
}

function messageToWire(value: Value): WireValue {
  switch (value.getKindCase()) {
    case Value.KindCase.NULL_VALUE:
      return null;
    case Value.KindCase.NUMBER_VALUE:
      return value.getNumberValue();
    case Value.KindCase.STRING_VALUE:
      return value.getStringValue();
    case Value.KindCase.BOOL_VALUE:
      return value.getBoolValue();
    case Value.KindCase.STRUCT_VALUE:
      return structToWire(value.getStructValue()!);
    case Value.KindCase.LIST_VALUE:
      return value.getListValue()!.getValuesList().map(messageToWire);
    default:
      throw new Error("a value on the wire is of no known kind");
  }
}
