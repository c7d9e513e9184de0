//! All routes, as a file that is reviewed: a change of a path, of what is stored or of a limit is a change of `tests/shop/routes.snap`.

use crate::doubles::shop;
use route_runtime::testing::assert_routes;
use testing::app;

/// `UPDATE_ROUTES=1 cargo test -p testing` writes it anew.
#[test]
fn the_routes_are_those_that_were_reviewed() {
    assert_routes!("tests/shop/routes.snap", app(shop()).manifest());
}
