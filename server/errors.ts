export type ServerStartErrorCode = 'demo_credentials_exposed' | 'duplicate_credential';

/** The server could not start as configured. Switch on `code`; the message is for people. */
export class ServerStartError extends Error {
  readonly code: ServerStartErrorCode;

  constructor(code: ServerStartErrorCode, message: string) {
    super(message);
    this.name = 'ServerStartError';
    this.code = code;
  }
}
