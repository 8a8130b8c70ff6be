import { countDropped, getPlatform, Handler } from '@loggia/core';

/**
 * Stands for an `NTEventLogHandler` of a configuration where there is no event log: one file serves machines of several
 * systems, so, as Python does, it says so once and goes on. Its records are dropped and counted.
 */
export class EventLogElsewhere extends Handler {
  readonly appname: string;

  constructor(appname: string) {
    super();
    this.appname = appname;
    getPlatform().stderr.write(
      `NTEventLogHandler '${appname}': there is no event log of Windows on ${process.platform}, so what is logged to it is dropped. ` +
        'Use SysLogHandler here, or leave the handler out\n',
    );
  }

  override emit(): void {
    countDropped(1);
  }
}
