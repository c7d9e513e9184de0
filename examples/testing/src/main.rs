//! cargo run -p testing
//!
//! A small shop, whose tests are what the example is about: `cargo test -p testing`, and read `tests/shop/`. This session is one of them.
//!
//! ```console
//! $ curl -s localhost:3000/products
//! $ curl -s localhost:3000/products/tea
//! $ curl -s localhost:3000/products/coffee
//! $ curl -s -c jar localhost:3000/cart -d '{"slug":"tea","count":2}'
//! $ curl -s -b jar -c jar localhost:3000/cart -d '{"slug":"mug","count":1}'
//! $ curl -s -b jar -c jar localhost:3000/cart -d '{"slug":"coffee","count":1}'
//! $ curl -s -b jar -c jar localhost:3000/checkout -d '' -w '%{http_code} %{redirect_url}\n'
//! $ curl -s -b jar localhost:3000/cart
//! ```

use testing::{Fixed, Orders, Shop, app};

#[tokio::main]
async fn main() -> std::io::Result<()> {
    app(Shop::new(Fixed, Orders::default())).start().await
}
