import { Handler } from '@loggia/core';
import { type SyslogCodes, syslogCodes } from './codes.js';

type Coded = (new () => Handler & SyslogCodes) & SyslogCodes;

function withCodes(): Coded {
  class CodedBase extends Handler {}
  Object.assign(CodedBase, syslogCodes);
  Object.assign(CodedBase.prototype, syslogCodes);
  return CodedBase as unknown as Coded;
}

/** A handler with syslog's numbers, on the class and on what it makes, as in Python. */
export const CodedHandler: Coded = /* @__PURE__ */ withCodes();
