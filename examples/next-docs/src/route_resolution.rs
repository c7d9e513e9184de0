//! **Route Resolution** (all documents): a page and a route cannot share a path, because each takes over all of its methods.
//!
//! | page | route | result |
//! | --- | --- | --- |
//! | `/` | `/` | conflict |
//! | `/` | `/api` | valid |
//! | `/[user]` | `/api` | valid, and `/api` is the route |
//!
//! The first row, in one crate:
//!
//! ```ts
//! // app/page.tsx
//! export default function Page() { return <h1>Hello, Next.js!</h1> }
//! // app/route.ts
//! export async function POST(request: Request) {}
//! ```
//!
//! ```compile_fail
//! use axum::response::Html;
//! use route_runtime::{NextRequest, page, route};
//!
//! #[page("/")]
//! async fn page() -> Html<&'static str> {
//!     Html("<h1>Hello, Next.js!</h1>")
//! }
//!
//! #[route("/")]
//! async fn POST(_request: NextRequest) {}
//! // error[E0428]: the name `POST_root__already_has_a_handler_or_page` is defined multiple times
//! //   |
//! // 4 | #[page("/")]
//! //   |        --- previous definition of the macro `POST_root__already_has_a_handler_or_page` here
//! // ...
//! // 9 | #[route("/")]
//! //   |         ^^^ `POST_root__already_has_a_handler_or_page` redefined here
//! ```
//!
//! With the route at `/api` it compiles:
//!
//! ```
//! use axum::response::Html;
//! use route_runtime::{NextRequest, page, route};
//!
//! #[page("/")]
//! async fn page() -> Html<&'static str> {
//!     Html("<h1>Hello, Next.js!</h1>")
//! }
//!
//! #[route("/api")]
//! async fn POST(_request: NextRequest) {}
//! ```

use axum::response::Html;
use route_runtime::{NextRequest, page, route};

/// ```ts
/// // app/page.tsx
/// export default function Page() { return <h1>Hello, Next.js!</h1> }
/// ```
#[page("/route-resolution")]
pub async fn page() -> Html<&'static str> {
    Html("<h1>Hello, Next.js!</h1>")
}

/// ```ts
/// // app/[user]/page.tsx
/// export default function Page() { return <h1>Hello, user!</h1> }
/// ```
#[page("/route-resolution/[user]")]
pub async fn user() -> Html<&'static str> {
    Html("<h1>Hello, user!</h1>")
}

/// ```ts
/// // app/api/route.ts
/// export async function POST(request: Request) {}
/// ```
#[route("/route-resolution/api")]
pub async fn POST(_request: NextRequest) {}
