//! cargo run -p testing
//!
//! A small shop, whose tests are what the example is about: `cargo test -p testing`, and read `tests/shop/`. This session is one of them.
//!
//! ```console
//! $ curl -s localhost:3000/products
//! [{"slug":"mug","price":900},{"slug":"tea","price":450}]
//! $ curl -s localhost:3000/products/tea
//! {"slug":"tea","price":450}
//! $ curl -s localhost:3000/products/coffee
//! {"type":"about:blank","title":"Not Found","status":404,"detail":"there is no product `coffee`"}
//! $ curl -s -c jar localhost:3000/cart -d '{"slug":"tea","count":2}'
//! {"lines":[{"slug":"tea","count":2}]}
//! $ curl -s -b jar -c jar localhost:3000/cart -d '{"slug":"mug","count":1}'
//! {"lines":[{"slug":"tea","count":2},{"slug":"mug","count":1}]}
//! $ curl -s -b jar -c jar localhost:3000/cart -d '{"slug":"coffee","count":1}'
//! {"type":"about:blank","title":"Unprocessable Entity","status":422,"code":"validation_failed","detail":"`slug`: is no product of ours","errors":[{"field":"slug","message":"is no product of ours"}]}
//! $ curl -s -b jar -c jar localhost:3000/checkout -d '' -w '%{http_code} %{redirect_url}\n'
//! 303 http://localhost:3000/cart
//! $ curl -s -b jar localhost:3000/cart
//! {"lines":[]}
//! ```

use testing::{Fixed, Orders, Shop, app};

#[tokio::main]
async fn main() -> std::io::Result<()> {
    app(Shop::new(Fixed, Orders::default())).start().await
}
