//! Catalogs for tests.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use testing::{Catalog, Orders, Product, Shop};

/// Has these products.
pub(crate) struct With(pub(crate) Vec<Product>);

impl Catalog for With {
    fn all(&self) -> io::Result<Vec<Product>> {
        Ok(self.0.clone())
    }
}

/// Is out of order.
pub(crate) struct Broken;

impl Catalog for Broken {
    fn all(&self) -> io::Result<Vec<Product>> {
        Err(io::Error::other("the disk is on fire"))
    }
}

/// Has one product, whose price is how often it was asked.
#[derive(Clone, Default)]
pub(crate) struct Asked(Arc<AtomicU32>);

impl Asked {
    pub(crate) fn times(&self) -> u32 {
        self.0.load(Ordering::Relaxed)
    }
}

impl Catalog for Asked {
    fn all(&self) -> io::Result<Vec<Product>> {
        Ok(vec![Product::new("tea", self.0.fetch_add(1, Ordering::Relaxed) + 1)])
    }
}

/// A shop that has tea at 300 and mugs at 500.
pub(crate) fn shop() -> Shop {
    Shop::new(With(vec![Product::new("tea", 300), Product::new("mug", 500)]), Orders::default())
}
