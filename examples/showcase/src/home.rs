//! `app/page.tsx`: the front page.

use axum::response::Html;
use route_runtime::page;
use std::fmt::Write;

/// Lists the API from its own route table, so that it is never out of date.
#[page("/")]
pub(crate) async fn home() -> Html<String> {
    let mut rows = String::new();
    for route in crate::routes().routes() {
        // Patterns are literals of this crate, without a character that HTML would ask to escape.
        let _ = writeln!(rows, "<li><code>{route}</code></li>");
    }
    Html(format!(
        "<!doctype html>\n<title>Showcase</title>\n<link rel=\"stylesheet\" href=\"{css}\">\n\
         <h1>Showcase</h1>\n<ul>\n{rows}</ul>\n",
        css = crate::files::GET::url(["css", "site.css"]),
    ))
}
