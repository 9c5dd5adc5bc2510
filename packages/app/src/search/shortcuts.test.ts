import { opensSearch, searchKeyLabel } from './shortcuts';

function press(key: string, init: KeyboardEventInit = {}, field?: HTMLElement) {
  const target = field ?? document.body;
  if (field) document.body.append(field);
  let opens = false;
  const listen = (event: KeyboardEvent) => {
    opens = opensSearch(event);
  };
  window.addEventListener('keydown', listen);
  target.dispatchEvent(
    new KeyboardEvent('keydown', {
      key,
      bubbles: true,
      cancelable: true,
      ...init,
    }),
  );
  window.removeEventListener('keydown', listen);
  field?.remove();
  return opens;
}

const aField = (name: string) => document.createElement(name);

describe('the keys of the search', () => {
  it('are Ctrl-K and Cmd-K, also while typing in a field', () => {
    expect(press('k', { ctrlKey: true })).toBe(true);
    expect(press('K', { metaKey: true })).toBe(true);
    expect(press('k', { ctrlKey: true }, aField('input'))).toBe(true);
  });

  it('are a slash too, but never while typing', () => {
    expect(press('/')).toBe(true);
    expect(press('/', {}, aField('input'))).toBe(false);
    expect(press('/', {}, aField('textarea'))).toBe(false);
  });

  it('leave a slash to the list that already took it', () => {
    const event = new KeyboardEvent('keydown', { key: '/', cancelable: true });
    event.preventDefault();
    expect(opensSearch(event)).toBe(false);
  });

  it('are no others', () => {
    expect(press('k')).toBe(false);
    expect(press('k', { ctrlKey: true, shiftKey: true })).toBe(false);
    expect(press('k', { ctrlKey: true, altKey: true })).toBe(false);
    expect(press('/', { ctrlKey: true })).toBe(false);
  });

  it('are named as the keyboard names them', () => {
    expect(searchKeyLabel('MacIntel')).toBe('⌘K');
    expect(searchKeyLabel('Linux x86_64')).toBe('Ctrl K');
  });
});
