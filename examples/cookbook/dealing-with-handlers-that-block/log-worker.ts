import { basicConfig, runLogWorker } from 'loggia/node';

runLogWorker(() => basicConfig({ format: '%(threadName)s: %(message)s (%(seconds)d s)' }));
