/**
 * The payload of a job, made of the column id in SQL: the id by its name, and the trace that the job is part of, as a
 * parameter with a traceparent. Without one the payload is the id alone.
 */
export const jobPayload = (idName: string, trace: string): string =>
  `json_strip_nulls(json_build_object('${idName}', id, 'traceparent', ${trace}))`;
