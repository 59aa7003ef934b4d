/**
 * What every door answers where something is wrong: a word for programs; for people, what to do; where (`pointer`: a JSON pointer
 * into the body, or `?name` of a query).
 */
export type Problem = { error: string; message: string; pointer?: string | null };
