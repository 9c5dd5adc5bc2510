import { MemoryRouter } from 'react-router-dom';
import { render, screen } from '@testing-library/react';
import { PageFrame } from './PageFrame';

const page = (title: string) => (
  <MemoryRouter>
    <PageFrame key={title} title={title}>
      <button type="button">Something on {title}</button>
    </PageFrame>
  </MemoryRouter>
);

describe('the focus', () => {
  it('goes on at the title of a new page, if it went with the one before', () => {
    const { rerender } = render(page('Guests'));
    // The first page of a visit is not begun in its middle.
    expect(document.body).toHaveFocus();

    screen.getByRole('button').focus();
    rerender(page('web-07'));
    expect(screen.getByRole('heading', { name: 'web-07' })).toHaveFocus();
  });

  it('stays where it is, if that is still there', () => {
    const view = (title: string) => (
      <>
        <button type="button">Navigation</button>
        {page(title)}
      </>
    );
    const { rerender } = render(view('Guests'));
    screen.getByRole('button', { name: 'Navigation' }).focus();
    rerender(view('Hosts'));
    expect(screen.getByRole('button', { name: 'Navigation' })).toHaveFocus();
  });
});
