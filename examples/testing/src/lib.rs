//! A small shop, written to be tested. `tests/shop/` asks it in three ways: by calling its functions, by sending requests to the app without
//! a server, and with `curl`.

pub mod cart;
mod catalog;
pub mod checkout;
mod orders;
pub mod products;

pub use catalog::{Catalog, Fixed, Product};
pub use orders::{Order, Orders};

use route_runtime::{App, routes};
use std::sync::Arc;

/// What handlers ask for with `State`. Where the products are is behind a trait, so a test brings a catalog of its own.
#[derive(Clone)]
pub struct Shop {
    /// The products.
    pub catalog: Arc<dyn Catalog>,
    /// What was ordered.
    pub orders: Orders,
}

impl Shop {
    /// A shop with these products.
    pub fn new(catalog: impl Catalog, orders: Orders) -> Self {
        Self { catalog: Arc::new(catalog), orders }
    }
}

/// The whole app. `main` starts it, and tests send requests to it.
pub fn app(shop: Shop) -> App {
    App::new(routes![products::GET, products::one::GET, cart::route, checkout::POST]).with_state(shop)
}
