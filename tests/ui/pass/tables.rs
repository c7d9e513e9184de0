//! What `routes!` takes.

use route_runtime::{Routes, page, route, routes};

pub mod a {
    use route_runtime::route;

    pub mod b {
        use route_runtime::route;

        #[route("/a/b")]
        pub async fn GET() {}

        #[route("/a/b")]
        pub async fn PUT() {}
    }

    #[route("/a/c")]
    pub mod c {
        pub async fn GET() {}
    }

    #[route("/a")]
    pub async fn GET() {}
}

use a::b::PUT as replace;

#[page("/")]
async fn home() {}

fn main() {
    let none: Routes<()> = routes![];
    assert_eq!(none.routes().count(), 0);
    let all: Routes = routes![
        self::a::{b::{GET}, c::route, GET},
        crate::home,
        replace,
    ];
    assert_eq!(all.routes().count(), 5);
    let other: Routes = routes!(route_tests_other::item, ::route_tests_other::{home, files::route});
    assert_eq!(all.merge(other).routes().count(), 8);
}
