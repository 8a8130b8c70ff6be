/** A mistake in an INI file, under the name of the class that Python raises. */
export class IniError extends Error {
  override readonly name: string;
  /** The section, or the section and the option; empty for the file as a whole. */
  readonly path: string;

  constructor(name: string, message: string, path = '') {
    super(message);
    this.name = name;
    this.path = path;
  }
}
