import { useResolvedPath } from 'react-router-dom';
import {
  BreadcrumbEntry,
  useBreadcrumbEntries,
  type PageLayoutProps,
} from '@backstage/frontend-plugin-api';
import { Link, PluginHeader, VisuallyHidden } from '@backstage/ui';
import { useDocumentTitle } from '@flyloft/ui-kit';
import styles from './PageBar.module.css';

/**
 * What stands above a page that brings no frame of its own, such as the
 * catalog's: the way here as one quiet line. A page with tabs keeps BUI's
 * header, which knows how to show them.
 */
export function PageBar(props: PageLayoutProps) {
  const { title, noHeader, titleLink, children } = props;
  const own = useResolvedPath('.').pathname.replace(/\/$/, '');
  useDocumentTitle(noHeader ? undefined : title);
  if (noHeader) return <>{children}</>;
  if (!title) return <WithBar {...props} own={own} />;
  return (
    <BreadcrumbEntry entry={{ label: title, href: titleLink ?? (own || '/') }}>
      <WithBar {...props} own={own} />
    </BreadcrumbEntry>
  );
}

function WithBar(props: PageLayoutProps & { own: string }) {
  const { title, tabs, headerActions, own, children } = props;
  const { items } = useBreadcrumbEntries();
  if (tabs && tabs.length > 0) {
    return (
      <>
        <PluginHeader
          title={title}
          icon={props.icon}
          titleLink={props.titleLink}
          breadcrumbs={items}
          customActions={headerActions}
          tabs={tabs.map(tab => ({
            ...tab,
            href: tab.href.startsWith('/') ? tab.href : `${own}/${tab.href}`,
            matchStrategy: 'prefix' as const,
          }))}
        />
        {children}
      </>
    );
  }
  return (
    <>
      <div className={styles.bar}>
        {/* The name of the thing itself stands below, as a heading of BUI's. */}
        {title && (
          <VisuallyHidden>
            <h1>{title}</h1>
          </VisuallyHidden>
        )}
        <nav aria-label="Breadcrumbs">
          <ol className={styles.crumbs}>
            {items.map(({ label, href }) => (
              <li key={`${label} ${href}`}>
                {href ? (
                  <Link href={href} variant="body-small" color="secondary">
                    {label}
                  </Link>
                ) : (
                  label
                )}
              </li>
            ))}
          </ol>
        </nav>
        {headerActions}
      </div>
      {children}
    </>
  );
}
