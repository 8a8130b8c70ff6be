/** Tries of smaller cases; a case has a few dozen places to cut. */
const MAX_TRIES = 600;

/** The smallest case that `differs` still says true of, as far as cutting one place at a time leads. */
export async function shrink(start, differs) {
  let smallest = start;
  let tries = 0;
  for (let found = true; found; ) {
    found = false;
    for (const smaller of cuts(smallest)) {
      if (++tries > MAX_TRIES) return smallest;
      if (!(await differs(smaller))) continue;
      smallest = smaller;
      found = true;
      break;
    }
  }
  return smallest;
}

/** Every case that is smaller in one place: an item or a character less, a number simpler. */
function* cuts(value) {
  if (typeof value === 'string') {
    const characters = [...value];
    for (let i = 0; i < characters.length; i++) yield characters.toSpliced(i, 1).join('');
  } else if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) yield value.toSpliced(i, 1);
    for (let i = 0; i < value.length; i++) for (const smaller of cuts(value[i])) yield value.with(i, smaller);
  } else if (typeof value === 'object' && value !== null) yield* cutsOfObject(value);
}

function* cutsOfObject(value) {
  const [kind, content] = Object.entries(value)[0];
  if (kind === 'int') yield* ['0', '1'].filter((one) => one.length < content.length).map((int) => ({ int }));
  else if (kind === 'ops') yield* content.map((_, i) => ({ ops: content.toSpliced(i, 1) }));
  else if (kind === 'steps') for (const steps of plainCuts(content)) yield { steps };
  else if (kind === 'tz') for (const formats of cuts(value.formats)) yield { ...value, formats };
  else if (kind === 'dict' || kind === 'object') {
    for (let i = 0; i < content.length; i++) yield { [kind]: content.toSpliced(i, 1) };
    for (const [i, [key, one]] of content.entries())
      for (const smaller of cuts(one)) yield { [kind]: content.with(i, [key, smaller]) };
  } else if (kind !== 'float') {
    for (const key of Object.keys(value))
      for (const smaller of cuts(value[key])) yield { ...value, [key]: smaller };
  }
}

/** The same for plain JSON, where every key may go and texts stay whole. */
function* plainCuts(value) {
  if (typeof value !== 'object' || value === null) return;
  const keys = Object.keys(value);
  const put = (key, one) =>
    Array.isArray(value)
      ? value.with(key, one)
      : Object.fromEntries(keys.map((other) => [other, other === key ? one : value[other]]));
  for (const key of keys)
    yield Array.isArray(value)
      ? value.toSpliced(key, 1)
      : Object.fromEntries(keys.filter((other) => other !== key).map((other) => [other, value[other]]));
  for (const key of keys) for (const smaller of plainCuts(value[key])) yield put(key, smaller);
}
