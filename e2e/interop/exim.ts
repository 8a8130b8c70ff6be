import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { testCertificate, testKey } from '../../packages/node/src/tls.testing.js';
import { until } from '../../packages/node/src/until.testing.js';
import { Daemon, freePorts } from './daemon.js';

const PYTHON = process.env['PYTHON'] ?? 'python3';
const READER = fileURLToPath(new URL('mails.py', import.meta.url));

export const USER = ['shop', 'a secret'] as const;

/** A mail as Exim delivered it and Python reads it. */
export interface Mail {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * An Exim of our own: it offers STARTTLS, and to log in once that is done. Mail for `open.example` it takes from
 * everybody, other mail from who has logged in. It knows nobody by the name of `nobody`, and has no time for mail to
 * `later` before {@link beReady}.
 */
export class Exim {
  readonly port: number;
  readonly #directory: string;
  readonly #daemon: Daemon;

  static async create(): Promise<Exim> {
    const [port] = await freePorts(1);
    return new Exim(port!);
  }

  private constructor(port: number) {
    this.port = port;
    this.#directory = mkdtempSync(join(tmpdir(), 'loggia-exim-'));
    const configuration = join(this.#directory, 'exim.conf');
    writeFileSync(join(this.#directory, 'key.pem'), testKey);
    writeFileSync(join(this.#directory, 'cert.pem'), testCertificate);
    mkdirSync(join(this.#directory, 'spool'));
    writeFileSync(configuration, configure(this.#directory, port));
    this.#daemon = new Daemon(['exim4', '-C', configuration, '-bdf'], this.#asSomebodyElse());
  }

  start(): Promise<void> {
    return this.#daemon.start(this.port);
  }

  stop(): Promise<void> {
    return this.#daemon.stop();
  }

  /** From now on there is time for mail to `later`. */
  beReady(): void {
    writeFileSync(join(this.#directory, 'ready'), '');
  }

  /** Waits until there are so many mails, and reads all. They are in no order: Exim delivers them side by side. */
  async mails(count: number): Promise<Mail[]> {
    const files = await until(
      () => this.#files(),
      ({ length }) => length >= count,
    );
    return JSON.parse(execFileSync(PYTHON, [READER, ...files], { encoding: 'utf8' }));
  }

  forget(): void {
    for (const file of this.#files()) rmSync(file);
  }

  dispose(): void {
    rmSync(this.#directory, { recursive: true, force: true });
  }

  #files(): string[] {
    const box = join(this.#directory, 'mail', 'new');
    return existsSync(box) ? readdirSync(box).map((name) => join(box, name)) : [];
  }

  /** Exim delivers nothing as root. */
  #asSomebodyElse(): { uid?: number; gid?: number } {
    if (process.getuid?.() !== 0) return {};
    const idOf = (option: string): number =>
      Number(execFileSync('id', [option, 'Debian-exim'], { encoding: 'utf8' }));
    const [uid, gid] = [idOf('-u'), idOf('-g')];
    for (const name of ['', 'spool', 'key.pem']) chownSync(join(this.#directory, name), uid, gid);
    return { uid, gid };
  }
}

function configure(directory: string, port: number): string {
  return `
primary_hostname = localhost
exim_user = ${process.getuid?.() || 'Debian-exim'}
exim_group = ${process.getgid?.() || 'Debian-exim'}
admin_groups = ${process.getgid?.()}
spool_directory = ${directory}/spool
log_file_path = ${directory}/log-%s
pid_file_path = ${directory}/exim.pid
local_interfaces = 127.0.0.1
daemon_smtp_ports = ${port}
smtp_accept_max = 0
helo_lookup_domains =
tls_certificate = ${directory}/cert.pem
tls_privatekey = ${directory}/key.pem
tls_advertise_hosts = *
auth_advertise_hosts = \${if def:tls_in_cipher {*}{}}
acl_smtp_rcpt = rcpt
deliver_drop_privilege = true
keep_environment =

begin acl
rcpt:
  deny local_parts = nobody
       message = there is nobody
  defer local_parts = later
        !condition = \${if exists{${directory}/ready}}
        message = not now
  accept authenticated = *
  accept domains = open.example
  deny message = log in first

begin routers
everybody:
  driver = accept
  transport = box

begin transports
box:
  driver = appendfile
  directory = ${directory}/mail
  maildir_format
  create_directory
  envelope_to_add
  return_path_add
  batch_max = 10

begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = \${if and{{eq{$auth2}{${USER[0]}}}{eq{$auth3}{${USER[1]}}}}}
  server_set_id = $auth2
`;
}
