import { render, screen } from '@testing-library/react';
import { CapacityBar } from './CapacityBar';

describe('CapacityBar', () => {
  it('says how much of how much', () => {
    render(<CapacityBar label="Memory" used={0} capacity={4} />);
    expect(screen.getByRole('meter', { name: 'Memory' })).toHaveAttribute(
      'aria-valuetext',
      '0 of 4, 0 %',
    );
  });

  it('names what is not known, apart from what is nothing', () => {
    render(<CapacityBar label="Memory" used={null} capacity={4} />);
    expect(screen.getByText('Memory')).toBeVisible();
    expect(screen.getByText('not known')).toBeVisible();
    expect(screen.queryByRole('meter')).not.toBeInTheDocument();
  });

  it('keeps what is known of an unknown whole', () => {
    render(<CapacityBar label="vCPUs given" used={12} capacity={null} />);
    expect(screen.getByText('12 of an unknown whole')).toBeVisible();
  });
});
