//! The fonts of a picture.

use std::fmt;
use std::sync::{Arc, LazyLock};

use resvg::usvg;
use resvg::usvg::fontdb::{Database, Family, Query, Source, Weight};

use super::error::ImageError;
use super::limits::MAX_FONTS;

/// Inter, regular and bold, for the languages that are written with Latin letters: see the readme beside the files.
static BUNDLED: LazyLock<Database> = LazyLock::new(|| {
    let mut fonts = Database::new();
    fonts.load_font_data(include_bytes!("../../../assets/fonts/Inter-Regular.otf").to_vec());
    fonts.load_font_data(include_bytes!("../../../assets/fonts/Inter-Bold.otf").to_vec());
    fonts
});

const BUNDLED_FAMILY: &str = "Inter";

/// A font file of the user.
#[derive(Clone)]
pub(super) struct Font(Arc<dyn AsRef<[u8]> + Send + Sync>);

impl Font {
    pub(super) fn new(bytes: impl AsRef<[u8]> + Send + Sync + 'static) -> Self {
        Self(Arc::new(bytes))
    }
}

impl fmt::Debug for Font {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Font").field("bytes", &(*self.0).as_ref().len()).finish()
    }
}

/// What the renderer needs to know of the fonts: `given`, in which text is set if it names no family, and the bundled one behind
/// them.
pub(super) fn options(given: &[Font]) -> Result<usvg::Options<'static>, ImageError> {
    let bytes = given.iter().fold(0_usize, |sum, font| sum.saturating_add((*font.0).as_ref().len()));
    if bytes > MAX_FONTS {
        return Err(ImageError::FontsTooLarge { limit: MAX_FONTS });
    }
    let mut fonts = BUNDLED.clone();
    let mut families = Vec::new();
    for (index, font) in given.iter().enumerate() {
        let faces = fonts.load_font_source(Source::Binary(font.0.clone()));
        let names = faces.iter().filter_map(|id| fonts.face(*id)?.families.first());
        match names.map(|(name, _)| name.clone()).next() {
            Some(name) => families.push(name),
            None => return Err(ImageError::Font { number: index + 1 }),
        }
    }
    families.push(BUNDLED_FAMILY.to_owned());

    let mut options = usvg::Options { fontdb: Arc::new(fonts), ..usvg::Options::default() };
    options.font_resolver.select_font = Box::new(move |font, fonts| {
        let named = font.families().iter().filter_map(|family| match family {
            usvg::FontFamily::Named(name) => Some(name),
            _ => None,
        });
        let wanted: Vec<_> = named.chain(&families).map(|name| Family::Name(name)).collect();
        fonts.query(&Query { families: &wanted, weight: Weight(font.weight()), ..Query::default() })
    });
    Ok(options)
}
