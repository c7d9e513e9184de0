//! What the site is called on the web, and what of it changes with a post.

use crate::app;
use route_runtime::{Result, revalidate_path};

/// Its name.
pub(crate) const NAME: &str = "Files and folders";

/// Where it is. What is stored is sent to everybody, and so cannot have the address that one client has used.
const ORIGIN: &str = "https://blog.example";

/// The whole URL of a path.
pub(crate) fn url(path: impl AsRef<str>) -> String {
    format!("{ORIGIN}{}", path.as_ref())
}

/// Has made anew what tells of the post of this slug.
pub(crate) async fn changed(slug: &str) -> Result<()> {
    revalidate_path(&app::sitemap::sitemap::url()).await?;
    revalidate_path(&app::posts::slug::opengraph_image::image::url(slug)).await?;
    Ok(())
}
