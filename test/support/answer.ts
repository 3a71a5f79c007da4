/** A JSON answer as its test expects it; what it is not, the test's assertions show. */
// oxlint-disable-next-line typescript/no-explicit-any -- answers are asserted on, not computed with
export const json = async (response: Response | Promise<Response>): Promise<any> =>
  (await response).json();
