import { quote } from '../format/python-text.js';
import { IniError } from './ini-error.js';

/** Options by name, in order. Names are in lower case. */
export type IniOptions = ReadonlyMap<string, string>;

/** A file as it is written, before any value is interpolated. */
export interface IniFile {
  readonly sections: ReadonlyMap<string, IniOptions>;
  /** The options of `[DEFAULT]`, which every section has. */
  readonly defaults: IniOptions;
}

const DEFAULT = 'DEFAULT';
const SECTION = /^\[(.+)\]/;
const OPTION = /^([^=:]*)[=:](.*)$/s;
/** Each line with its end: Python shows it in errors. */
const LINE = /[^\n]*\n|[^\n]+$/g;

/**
 * Reads an INI file as Python's `ConfigParser` does: `=` or `:`, comments on lines of their own after `#` or `;`,
 * values that go on in deeper indented lines, names of options whatever their case.
 *
 * @param source - What errors call the file.
 * @param defaults - Options that every section has, unless the file says otherwise.
 * @throws IniError
 */
export function readIni(text: string, source: string, defaults: Readonly<Record<string, unknown>>): IniFile {
  const lines =
    text
      .replace(/^\ufeff/, '')
      .replace(/\r\n?/g, '\n')
      .match(LINE) ?? [];
  const reader = new LineReader(source, defaults);
  for (const line of lines) reader.read(line);
  return reader.end();
}

class LineReader {
  readonly #source: string;
  readonly #sections = new Map<string, Map<string, string[]>>();
  readonly #defaults: Map<string, string[]>;
  /** What the file has itself: the defaults that were passed may be overridden, once. */
  readonly #seen = new Set<string>();
  readonly #badLines: string[] = [];
  #lineNumber = 0;
  #sectionName = '';
  #section: Map<string, string[]> | undefined;
  /** The lines of the option that may go on. */
  #value: string[] | undefined;
  #indent = 0;

  constructor(source: string, defaults: Readonly<Record<string, unknown>>) {
    this.#source = source;
    this.#defaults = new Map(
      Object.entries(defaults).map(([key, value]) => [key.toLowerCase(), [String(value)]]),
    );
  }

  read(line: string): void {
    this.#lineNumber++;
    const text = line.trim();
    if (text === '') this.#value?.push('');
    if (text === '' || text.startsWith('#') || text.startsWith(';')) return;
    const indent = line.search(/\S/);
    if (this.#value !== undefined && indent > this.#indent) {
      this.#value.push(text);
      return;
    }
    this.#indent = indent;
    const header = SECTION.exec(text)?.[1];
    if (header !== undefined) this.#begin(header);
    else if (this.#section === undefined) {
      throw this.#invalid(
        `File contains no section headers.\nfile: ${quote(this.#source)}, line: ${this.#lineNumber}\n${quote(line)}`,
      );
    } else this.#readOption(text, line);
  }

  end(): IniFile {
    if (this.#badLines.length > 0) {
      throw this.#invalid(`Source contains parsing errors: ${quote(this.#source)}${this.#badLines.join('')}`);
    }
    return {
      sections: new Map([...this.#sections].map(([name, options]) => [name, join(options)])),
      defaults: join(this.#defaults),
    };
  }

  #begin(name: string): void {
    this.#sectionName = name;
    this.#value = undefined;
    if (name === DEFAULT) this.#section = this.#defaults;
    else if (this.#sections.has(name)) {
      throw this.#duplicate('DuplicateSectionError', `section ${quote(name)}`, name);
    } else {
      this.#section = new Map();
      this.#sections.set(name, this.#section);
    }
  }

  #readOption(text: string, line: string): void {
    const [, written, value = ''] = OPTION.exec(text) ?? [];
    const name = written?.trim().toLowerCase();
    if (!name) this.#badLines.push(`\n\t[line ${String(this.#lineNumber).padStart(2)}]: ${quote(line)}`);
    if (name === undefined) return;
    const section = this.#sectionName;
    const key = `${section}\n${name}`; // neither holds a line end
    if (this.#seen.has(key)) {
      const what = `option ${quote(name)} in section ${quote(section)}`;
      throw this.#duplicate('DuplicateOptionError', what, `${section}.${name}`);
    }
    this.#seen.add(key);
    // As in Python, an option without a name is one that does not go on.
    const lines = [value.trim()];
    this.#value = name === '' ? undefined : lines;
    this.#section!.set(name, lines);
  }

  #invalid(what: string): IniError {
    return new IniError('RuntimeError', `${this.#source} is invalid: ${what}`);
  }

  #duplicate(name: string, what: string, path: string): IniError {
    const where = `While reading from ${quote(this.#source)} [line ${String(this.#lineNumber).padStart(2)}]`;
    return new IniError(name, `${where}: ${what} already exists`, path);
  }
}

function join(options: ReadonlyMap<string, readonly string[]>): IniOptions {
  return new Map([...options].map(([name, lines]) => [name, lines.join('\n').trimEnd()]));
}
