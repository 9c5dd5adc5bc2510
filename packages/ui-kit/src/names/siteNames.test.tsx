import { act, render, screen } from '@testing-library/react';
import { tellSiteNames, useDocumentTitle, useSiteNames } from './siteNames';

function Page({ title }: { title?: string }) {
  useDocumentTitle(title);
  const { portal, organization } = useSiteNames();
  return <p>{`${portal}, ${organization || 'nobody’s'}`}</p>;
}

it('shows and titles by the name as soon as it is told, and remembers it', () => {
  render(<Page title="Guests" />);
  expect(screen.getByText('Flyloft, nobody’s')).toBeInTheDocument();
  expect(document.title).toBe('Guests · Flyloft');
  act(() => tellSiteNames({ portal: 'Cloud desk', organization: 'Example' }));
  expect(screen.getByText('Cloud desk, Example')).toBeInTheDocument();
  expect(document.title).toBe('Guests · Cloud desk');
  expect(localStorage.getItem('flyloft-names')).toContain('Cloud desk');
});

it('leaves the title to a part within where it has none itself', () => {
  document.title = 'before';
  const { unmount } = render(<Page />);
  expect(document.title).toBe('before');
  unmount();
});
