//! An app directory of special files, which the tests ask for.

use axum::Router;
use route_runtime::sitemap::SitemapId;
use route_runtime::{MemoryStore, Routes, app_dir};
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

#[app_dir("app", state = crate::Runs)]
mod app {}

/// How often handlers have run, and how many sitemaps of products there are beside the first.
#[derive(Clone, Default)]
pub struct Runs {
    runs: Arc<AtomicUsize>,
    products: Arc<AtomicUsize>,
}

impl Runs {
    /// Counts one more, and says how many there were before.
    pub fn count(&self) -> usize {
        self.runs.fetch_add(1, Ordering::Relaxed)
    }

    /// How many there were.
    pub fn get(&self) -> usize {
        self.runs.load(Ordering::Relaxed)
    }

    /// Makes one more sitemap of products.
    pub fn add_sitemap(&self) {
        self.products.fetch_add(1, Ordering::Relaxed);
    }

    /// The ids of the sitemaps of products.
    pub fn sitemaps(&self) -> Range<usize> {
        0..self.products.load(Ordering::Relaxed) + 1
    }
}

/// The routes, with a cache of their own.
pub fn routes() -> Routes<Runs> {
    app::routes().cache(MemoryStore::new())
}

/// The app.
pub fn router(runs: Runs) -> Router {
    routes().into_router().with_state(runs)
}

/// Texts that pages show beside their pictures.
pub const ALTS: [&str; 2] = [app::blog::opengraph_image_png::ALT, app::posts::slug::opengraph_image::ALT];

/// What a picture is sent as.
pub const CONTENT_TYPE: &str = app::blog::opengraph_image_png::CONTENT_TYPE;

/// Links to special files, as pages make them.
pub fn links() -> Vec<String> {
    vec![
        app::sitemap::sitemap::url(),
        app::products::sitemap::sitemap::url(SitemapId(1)),
        app::posts::slug::opengraph_image::image::url("a b"),
        app::group::dynamic::size::icon::icon::url("big", "small"),
        app::favicon_ico::GET::url(),
        app::group::icon_png::GET::url(),
        app::group::icon_png::GET::PATTERN.to_owned(),
    ]
}
