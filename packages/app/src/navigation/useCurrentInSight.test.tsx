import { render, screen } from '@testing-library/react';
import { useRef } from 'react';
import { useCurrentInSight } from './useCurrentInSight';

const rectOf = (top: number, bottom: number) =>
  ({ top, bottom }) as ReturnType<Element['getBoundingClientRect']>;

// jsdom lays nothing out: the list takes 0 to 100, its entries what they name.
function Ways(props: { at: [top: number, bottom: number]; known?: boolean }) {
  const { at, known = true } = props;
  const list = useRef<HTMLDivElement>(null);
  useCurrentInSight(list, '/admin/audit');
  return (
    <div
      ref={list}
      aria-label="ways"
      role="list"
      data-rect="0 100"
      tabIndex={-1}
    >
      {known && (
        <a href="/x" aria-current="page" data-rect={at.join(' ')}>
          Audit
        </a>
      )}
    </div>
  );
}

beforeEach(() => {
  jest
    .spyOn(Element.prototype, 'getBoundingClientRect')
    .mockImplementation(function rect(this: Element) {
      const [top, bottom] = this.getAttribute('data-rect')!.split(' ');
      return rectOf(Number(top), Number(bottom));
    });
});
afterEach(() => jest.restoreAllMocks());

it.each<[string, [number, number], number]>([
  ['below the fold', [150, 180], 80],
  ['in sight', [10, 40], 0],
])('an entry %s lies in the list afterwards', (_where, at, scrolled) => {
  render(<Ways at={at} />);
  expect(screen.getByRole('list').scrollTop).toBe(scrolled);
});

it('an entry that comes later is brought into sight, once', () => {
  const { rerender } = render(<Ways at={[150, 180]} known={false} />);
  rerender(<Ways at={[150, 180]} />);
  expect(screen.getByRole('list').scrollTop).toBe(80);
  rerender(<Ways at={[150, 180]} />);
  expect(screen.getByRole('list').scrollTop).toBe(80);
});

it('leaves the focus where it was', () => {
  render(<Ways at={[150, 180]} />);
  expect(document.body).toHaveFocus();
});
