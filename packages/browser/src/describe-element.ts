/** Of each part: a name that a program made may have no end. */
const MAX_LENGTH = 60;
const MAX_CLASSES = 3;
/** What a person aims at, rather than a picture within it. */
const TARGETS = 'a,button,input,select,textarea,label,summary,option,[role],[data-testid]';

/**
 * Which element it is, as a selector would say: tag, id, classes, and the attributes `name`, `type` and `data-testid`,
 * of the nearest one around it that is made to be clicked. Never its text or value.
 */
export function describeElement(target: unknown): string {
  if (typeof Element !== 'function' || !(target instanceof Element)) return 'document';
  const element = target.closest(TARGETS) ?? target;
  const id = element.id ? `#${element.id}` : '';
  const classes = [...element.classList].slice(0, MAX_CLASSES).map((name) => `.${clip(name)}`);
  const attributes = ['name', 'type', 'data-testid'].map((name) => {
    const value = element.getAttribute(name);
    return value ? `[${name}=${clip(value)}]` : '';
  });
  return [element.localName, clip(id), ...classes, ...attributes].join('');
}

function clip(text: string): string {
  return text.slice(0, MAX_LENGTH);
}
