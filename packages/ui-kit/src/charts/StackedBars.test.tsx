import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import fc from 'fast-check';
import { MemoryRouter } from 'react-router-dom';
import { StackedBars } from './StackedBars';
import { stackTops, totalAt } from './stackedValues';

jest.mock('./drawStackedBars', () => ({ drawStackedBars: () => () => {} }));

const series = [
  { key: 'power', label: 'Power', values: [2, 0] },
  { key: 'network', label: 'Network', values: [1, 3] },
];

const show = () =>
  render(
    <MemoryRouter>
      <StackedBars
        label="Changes per day"
        bucketLabel="Day"
        buckets={[
          { key: '2026-11-20', label: '20 Nov' },
          { key: '2026-11-21', label: '21 Nov' },
        ]}
        series={series}
        hrefOf={(bucket, key) => `/changes/${bucket.key}/${key ?? 'all'}`}
      />
    </MemoryRouter>,
  );

describe('StackedBars', () => {
  it('says in words what the picture shows', () => {
    show();
    expect(
      screen.getByRole('img', { name: /^Changes per day: 6 in all/ }),
    ).toBeInTheDocument();
    expect(screen.getByRole('list')).toHaveTextContent('PowerNetwork');
  });

  it('has a table of the same numbers, newest first, each a link', async () => {
    show();
    await userEvent.click(
      screen.getByRole('button', { name: 'Show as a table' }),
    );
    const rows = within(screen.getByRole('table')).getAllByRole('row');
    expect(rows.map(row => row.textContent)).toEqual([
      'DayPowerNetworkAll',
      '21 Nov033',
      '20 Nov213',
    ]);
    expect(
      within(rows[2]!)
        .getAllByRole('link')
        .map(link => link.getAttribute('href')),
    ).toEqual([
      '/changes/2026-11-20/power',
      '/changes/2026-11-20/network',
      '/changes/2026-11-20/all',
    ]);
  });
});

it('leaves each series as high in the stack as it is', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(1000), fc.nat(1000)), { minLength: 1 }),
      rows => {
        const many = rows.map((values, key) => ({
          key: `${key}`,
          label: '',
          values,
        }));
        const tops = stackTops(many);
        expect(tops[0]).toEqual([totalAt(many, 0), totalAt(many, 1)]);
        many.forEach(({ values }, at) =>
          values.forEach((value, bucket) =>
            expect(tops[at]![bucket]! - (tops[at + 1]?.[bucket] ?? 0)).toBe(
              value,
            ),
          ),
        );
      },
    ),
  );
});
