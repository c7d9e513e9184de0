//! `app/page.tsx`: the front page. It works without JavaScript.

use crate::samples::{self, Sample};
use crate::{try_it, view};
use maud::{Markup, html};
use route_runtime::{RouteInfo, SegmentKind, page};

/// Lists the API from its own route table, so that it is never out of date, with a form to try each route.
#[page("/")]
pub(crate) async fn home() -> Markup {
    let content = html! {
        h1 { "Showcase" }
        p {
            "What this program answers. A form sends its request from inside the program, so that each method can be tried from a "
            "page without JavaScript, and shows what came back."
        }
        div .routes {
            @for route in crate::routes().routes().filter(|route| try_it::can_be_tried(route)) {
                (card(route))
            }
        }
        p { "Beside them, from an axum router that was there before: " a href="/legacy/health" { "/legacy/health" } "." }
    };
    view::page("Showcase", &content)
}

fn card(route: &RouteInfo) -> Markup {
    let name = route.to_string();
    let sample = samples::of(&name);
    html! {
        form method=(try_it::form_method(route)) action=(try_it::routes::GET::url()) {
            h2 { code .method { (route.method().as_str()) } " " code { (route.pattern()) } }
            p { (sample.about) }
            input type="hidden" name="route" value=(name);
            (params(route, sample))
            @if let Some(query) = sample.query {
                label { "Query" input name="query" value=(query) autocomplete="off"; }
            }
            @if let Some(header) = sample.header {
                label { "Header" input name="header" value=(header) autocomplete="off"; }
            }
            @if let Some(body) = sample.body {
                label { "Body, JSON" textarea name="body" rows="2" spellcheck="false" { (body) } }
            }
            button { "Send" }
        }
    }
}

/// A field for each dynamic segment.
fn params(route: &RouteInfo, sample: &Sample) -> Markup {
    let dynamic = route.segments().iter().filter(|segment| segment.kind() != SegmentKind::Static);
    html! {
        @for (segment, value) in dynamic.zip(sample.params) {
            label {
                (segment.text())
                @match segment.kind() {
                    SegmentKind::CatchAll => ", pieces between slashes",
                    SegmentKind::OptionalCatchAll => ", pieces between slashes, or nothing",
                    _ => "",
                }
                input name=(try_it::field(segment)) value=(value) autocomplete="off"
                    required[segment.kind() != SegmentKind::OptionalCatchAll];
            }
        }
    }
}
