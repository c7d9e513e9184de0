//! An app of 200 routes: twenty resources of five paths, two methods each.

use axum::Router;
use axum::extract::Path;
use axum::routing::get;

macro_rules! resources {
    ($($name:ident $all:literal $one:literal $edit:literal $parts:literal $part:literal;)*) => {
        $(
            mod $name {
                use route_runtime::route;

                #[route(GET $all)]
                pub(super) async fn list() -> &'static str { "all" }
                #[route(POST $all)]
                pub(super) async fn create() -> &'static str { "created" }
                #[route(GET $one)]
                pub(super) async fn read(id: u64) -> String { id.to_string() }
                #[route(PUT $one)]
                pub(super) async fn write(id: u64) -> String { id.to_string() }
                #[route(GET $edit)]
                pub(super) async fn form(id: u64) -> String { id.to_string() }
                #[route(POST $edit)]
                pub(super) async fn edit(id: u64) -> String { id.to_string() }
                #[route(GET $parts)]
                pub(super) async fn parts(id: u64) -> String { id.to_string() }
                #[route(POST $parts)]
                pub(super) async fn add(id: u64) -> String { id.to_string() }
                #[route(GET $part)]
                pub(super) async fn part(id: u64, part: String) -> String { format!("{id} {part}") }
                #[route(DELETE $part)]
                pub(super) async fn remove(id: u64, part: String) -> String { format!("{id} {part}") }
            }
        )*

        pub(crate) fn ours() -> Router {
            route_runtime::routes![
                $($name::{list, create, read, write, form, edit, parts, add, part, remove}),*
            ]
            .into_router()
        }

        pub(crate) fn by_hand() -> Router {
            Router::new()
                $(
                    .route($all, get(all).post(created))
                    .route(&lowered($one), get(one).put(one))
                    .route(&lowered($edit), get(one).post(one))
                    .route(&lowered($parts), get(one).post(one))
                    .route(&lowered($part), get(two).delete(two))
                )*
        }
    };
}

async fn all() -> &'static str {
    "all"
}

async fn created() -> &'static str {
    "created"
}

async fn one(Path(id): Path<u64>) -> String {
    id.to_string()
}

async fn two(Path((id, part)): Path<(u64, String)>) -> String {
    format!("{id} {part}")
}

/// `/items/[id]` in axum's syntax.
fn lowered(pattern: &str) -> String {
    pattern.replace('[', "{").replace(']', "}")
}

resources! {
    albums "/albums" "/albums/[id]" "/albums/[id]/edit" "/albums/[id]/parts" "/albums/[id]/parts/[part]";
    boats "/boats" "/boats/[id]" "/boats/[id]/edit" "/boats/[id]/parts" "/boats/[id]/parts/[part]";
    cakes "/cakes" "/cakes/[id]" "/cakes/[id]/edit" "/cakes/[id]/parts" "/cakes/[id]/parts/[part]";
    doors "/doors" "/doors/[id]" "/doors/[id]/edit" "/doors/[id]/parts" "/doors/[id]/parts/[part]";
    engines "/engines" "/engines/[id]" "/engines/[id]/edit" "/engines/[id]/parts" "/engines/[id]/parts/[part]";
    flags "/flags" "/flags/[id]" "/flags/[id]/edit" "/flags/[id]/parts" "/flags/[id]/parts/[part]";
    gates "/gates" "/gates/[id]" "/gates/[id]/edit" "/gates/[id]/parts" "/gates/[id]/parts/[part]";
    hats "/hats" "/hats/[id]" "/hats/[id]/edit" "/hats/[id]/parts" "/hats/[id]/parts/[part]";
    inks "/inks" "/inks/[id]" "/inks/[id]/edit" "/inks/[id]/parts" "/inks/[id]/parts/[part]";
    jugs "/jugs" "/jugs/[id]" "/jugs/[id]/edit" "/jugs/[id]/parts" "/jugs/[id]/parts/[part]";
    kites "/kites" "/kites/[id]" "/kites/[id]/edit" "/kites/[id]/parts" "/kites/[id]/parts/[part]";
    lamps "/lamps" "/lamps/[id]" "/lamps/[id]/edit" "/lamps/[id]/parts" "/lamps/[id]/parts/[part]";
    maps "/maps" "/maps/[id]" "/maps/[id]/edit" "/maps/[id]/parts" "/maps/[id]/parts/[part]";
    nets "/nets" "/nets/[id]" "/nets/[id]/edit" "/nets/[id]/parts" "/nets/[id]/parts/[part]";
    ovens "/ovens" "/ovens/[id]" "/ovens/[id]/edit" "/ovens/[id]/parts" "/ovens/[id]/parts/[part]";
    pots "/pots" "/pots/[id]" "/pots/[id]/edit" "/pots/[id]/parts" "/pots/[id]/parts/[part]";
    quilts "/quilts" "/quilts/[id]" "/quilts/[id]/edit" "/quilts/[id]/parts" "/quilts/[id]/parts/[part]";
    ropes "/ropes" "/ropes/[id]" "/ropes/[id]/edit" "/ropes/[id]/parts" "/ropes/[id]/parts/[part]";
    spoons "/spoons" "/spoons/[id]" "/spoons/[id]/edit" "/spoons/[id]/parts" "/spoons/[id]/parts/[part]";
    teapots "/teapots" "/teapots/[id]" "/teapots/[id]/edit" "/teapots/[id]/parts" "/teapots/[id]/parts/[part]";
}
