import loglevel from 'loglevel';

export default {
  name: 'loglevel',
  micro() {
    const log = loglevel.getLogger('bench');
    log.setLevel('info');
    const call = () => log.debug('constant message');
    return { disabled: call, deep: call, adapter: call };
  },
  files: {},
};
