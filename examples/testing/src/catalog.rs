//! Where the products are.

use serde::Serialize;
use std::io;

/// A product.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Product {
    /// Its name in URLs.
    pub slug: String,
    /// In cents.
    pub price: u32,
}

impl Product {
    /// A product.
    pub fn new(slug: &str, price: u32) -> Self {
        Self { slug: slug.to_owned(), price }
    }
}

/// What the handlers know of it.
pub trait Catalog: Send + Sync + 'static {
    /// All products.
    fn all(&self) -> io::Result<Vec<Product>>;

    /// One of them.
    fn find(&self, slug: &str) -> io::Result<Option<Product>> {
        Ok(self.all()?.into_iter().find(|product| product.slug == slug))
    }
}

/// What would be a database.
pub struct Fixed;

impl Catalog for Fixed {
    fn all(&self) -> io::Result<Vec<Product>> {
        Ok(vec![Product::new("mug", 900), Product::new("tea", 450)])
    }
}
