const PIECES = [
  ...['[s]', '[t]', '[DEFAULT]', '[ s ]', '[]', '\n[s]\n', '[a] x'],
  ...['a', 'b', 'A', 'é', '1', 'x y', 'a=', 'b:', 'a = 1', '\nb = %(a)s', '=', ':', '=='],
  ...['%(a)s', '%(b)s', '%(B)s', '%%', '%', '%(', '%(a'],
  ...['# c', '; d', ' ', '  ', '\t', '\n', '\n', '\n  ', '\n\t', '\n\n', '\r\n', '\x0b'],
];

/** A text that may be an INI file, and defaults for it. */
export function generate(random) {
  const text = random.maybe(0.7, () => '[s]\n') + random.list(25, () => random.pick(PIECES)).join('');
  return { text, defaults: random.chance(0.3) ? { a: 'D', z: '%(b)s' } : {} };
}

/** Every option of every section, or what is wrong with it or the file. */
export function run({ Ini }, { text, defaults }) {
  const attempt = (work) => {
    try {
      return work();
    } catch ({ name, message }) {
      return { error: { type: name, message } };
    }
  };
  return attempt(() => {
    const ini = new Ini(text, 'x', defaults);
    return {
      sections: [...ini.sectionNames].map((name) => {
        const section = ini.section(name);
        return [name, ['a', 'b', 'z'].map((option) => attempt(() => section.get(option) ?? null))];
      }),
    };
  });
}
