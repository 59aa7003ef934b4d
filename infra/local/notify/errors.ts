// The errors that the API answers with, as values that handlers throw: status, name and message decide the body.

export type ErrorEntry = { error: string; message: string };

/** An answer other than 2xx: `entries` in the v2 shape, or `plain` outside it (unknown path, wrong method). */
export class ApiError extends Error {
  readonly status: number;
  readonly entries: ErrorEntry[];
  readonly plain: boolean;
  readonly headers: Record<string, string>;
  constructor(
    status: number,
    entries: ErrorEntry[],
    outside: { plain?: boolean; headers?: Record<string, string> } = {},
  ) {
    super(entries.map((each) => each.message).join('; '));
    this.status = status;
    this.entries = entries;
    this.plain = outside.plain ?? false;
    this.headers = outside.headers ?? {};
  }
}

const v2 =
  (status: number, error: string) =>
  (message: string): ApiError =>
    new ApiError(status, [{ error, message }]);

export const badRequest = v2(400, 'BadRequestError');
export const invalid = v2(400, 'ValidationError');
export const invalidPhone = v2(400, 'InvalidPhoneError');
export const pdfNotReady = () => v2(400, 'PDFNotReadyError')('PDF not available yet, try again later');
export const forbidden = v2(403, 'BadRequestError');
export const noResult = () => v2(404, 'NoResultFound')('No result found');
export const badUuidForDatabase = () => v2(404, 'DataError')('No result found');
export const dailyLimit = v2(429, 'TooManyRequestsError');
export const rateLimit = v2(429, 'RateLimitError');
export const authError = (status: 401 | 403, message: string) => v2(status, 'AuthError')(message);

/** A fault of the real server, named after the Python exception: what broken requests bring about there. */
export const serverFault = (name: string) => v2(500, name)('Internal server error');

const plain = (status: number, message: string, headers: Record<string, string> = {}) =>
  new ApiError(status, [{ error: '', message }], { plain: true, headers });

export const notFound = () =>
  plain(
    404,
    'The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.',
  );

/** JSON that says it is HTML: the real server copies the headers of its framework's own error page. */
export const wrongMethod = (allowed: string) =>
  plain(405, 'The method is not allowed for the requested URL.', {
    'Content-Type': 'text/html; charset=utf-8',
    Allow: allowed,
  });

/** The JSON body of an error. */
export const errorBody = (error: ApiError): unknown =>
  error.plain
    ? { result: 'error', message: error.entries[0]?.message }
    : { status_code: error.status, errors: error.entries };
