import { fireEvent, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { AsOfPicker } from './AsOfPicker';

async function open(onChange: jest.Mock) {
  renderInTestApp(<AsOfPicker at={undefined} onChange={onChange} />);
  await userEvent.click(
    await screen.findByRole('button', { name: 'As of now' }),
  );
  return screen.findByLabelText('Moment');
}

describe('AsOfPicker', () => {
  it('takes a moment of the past', async () => {
    const onChange = jest.fn();
    const field = await open(onChange);
    fireEvent.change(field, { target: { value: '2026-01-02T03:04' } });
    await userEvent.click(screen.getByRole('button', { name: 'Show' }));
    expect(onChange).toHaveBeenCalledWith(
      new Date('2026-01-02T03:04').toISOString(),
    );
  });

  it('does not take one that has not come, and says why', async () => {
    const onChange = jest.fn();
    const field = await open(onChange);
    fireEvent.change(field, { target: { value: '2999-01-02T03:04' } });
    expect(screen.getByText('That moment has not come yet.')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Show' })).toBeDisabled();
    fireEvent.submit(field.closest('form')!);
    expect(onChange).not.toHaveBeenCalled();
  });
});
