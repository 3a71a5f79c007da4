/** One field of a protobuf message, as it is on the wire (https://protobuf.dev/programming-guides/encoding/). */
type Field = { number: number; value: bigint | Buffer };

/** The fields of a message, in order. Throws on a wire type that OTLP's traces do not have. */
export function readFields(bytes: Buffer): Field[] {
  const fields: Field[] = [];
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes.readUInt8(at++);
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  const take = (length: number): Buffer => bytes.subarray(at, (at += length));
  while (at < bytes.length) {
    const key = Number(varint());
    const number = key >> 3;
    const type = key & 7;
    if (type === 0) fields.push({ number, value: varint() });
    else if (type === 1) fields.push({ number, value: take(8).readBigUInt64LE() });
    else if (type === 2) fields.push({ number, value: take(Number(varint())) });
    else if (type === 5) fields.push({ number, value: BigInt(take(4).readUInt32LE()) });
    else throw new Error(`wire type ${type}`);
  }
  return fields;
}

/** All that a message has of a repeated message or bytes field. */
export const bytesOf = (fields: Field[], number: number): Buffer[] =>
  fields.flatMap((field) =>
    field.number === number && typeof field.value !== "bigint" ? field.value : [],
  );

/** A number's field; 0 when it is not there, as everywhere in protobuf. */
export const numberOf = (fields: Field[], number: number): bigint => {
  const value = fields.findLast((field) => field.number === number)?.value;
  return typeof value === "bigint" ? value : 0n;
};
