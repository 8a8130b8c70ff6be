// Logs 10,000 lines, then ends in the way it is told. Nothing of its own runs after that.
const [, , peerName, name, mode, path, ending, when] = process.argv;
const { default: peer } = await import(`../peers/${peerName}.mjs`);
const writer = await peer.files[name][mode](path);
// Warm: what opens its file in the background has had the time to.
if (when === 'warm') await new Promise((resume) => setTimeout(resume, 150));
for (let i = 0; i < 10_000; i++) writer.log(i);
if (ending === 'exit') process.exit(0);
if (ending === 'throw') throw new Error('on purpose');
if (ending === 'sigterm') process.kill(process.pid, 'SIGTERM');
