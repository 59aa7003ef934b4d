// The errors that the API answers with, as values that handlers throw: status, name and message decide the body.

export type ErrorEntry = { error: string; message: string };

/** An answer other than 2xx: `entries` in the v2 shape, or `plain` outside it (unknown path, wrong method). */
export class ApiError extends Error {
  readonly status: number;
  readonly entries: ErrorEntry[];
  readonly plain: boolean;
  constructor(status: number, entries: ErrorEntry[], plain = false) {
    super(entries.map((each) => each.message).join('; '));
    this.status = status;
    this.entries = entries;
    this.plain = plain;
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

export const notFound = () =>
  new ApiError(
    404,
    [
      {
        error: '',
        message:
          'The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.',
      },
    ],
    true,
  );
export const wrongMethod = () =>
  new ApiError(405, [{ error: '', message: 'The method is not allowed for the requested URL.' }], true);

/** The JSON body of an error. */
export const errorBody = (error: ApiError): unknown =>
  error.plain
    ? { result: 'error', message: error.entries[0]?.message }
    : { status_code: error.status, errors: error.entries };
