import { SenderHandler, type SenderHandlerOptions } from '../sockets/sender-handler.js';
import { type SyslogCodes, syslogCodes } from './codes.js';

type Coded = (new (options: SenderHandlerOptions) => SenderHandler & SyslogCodes) & SyslogCodes;

function withCodes(): Coded {
  class CodedBase extends SenderHandler {}
  Object.assign(CodedBase, syslogCodes);
  Object.assign(CodedBase.prototype, syslogCodes);
  return CodedBase as unknown as Coded;
}

/** A handler that sends, with syslog's numbers, on the class and on what it makes, as in Python. */
export const CodedHandler: Coded = /* @__PURE__ */ withCodes();
