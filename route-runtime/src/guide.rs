//! The guide: a page for each subject.
//!
//! | page | subject |
//! | --- | --- |
//! | [coming from Next.js](coming_from_next) | each heading of the Next.js documents, and where it is here |
//! | [coming from axum](coming_from_axum) | an axum app that gets routes, and what stays as it is |
//! | [first mistakes](first_mistakes) | where the compiler's own words do not say what to do: what is meant, and what to write |
//! | [routing] | how a path is written, what it matches, and which of two routes answers |
//! | [parameters] | the values of dynamic segments: their types, what does not parse, links |
//! | [requests] | the head, the query, bodies and forms, extractors of axum |
//! | [responses] | text, JSON, HTML, redirects, headers, files, and any response of axum |
//! | [cookies] | cookies of the request and of the answer, sessions, draft mode |
//! | [streaming] | answers that are sent while they are made, Server-Sent Events, WebSockets |
//! | [errors] | what a handler refuses, what fails, and what the client and the log see |
//! | [caching] | what is stored, how long, and how it is made anew |
//! | [special routes](special_routes) | sitemaps, robots, manifests, icons and social images |
//! | [middleware] | what runs before the routes: guards, rewrites, headers, CORS |
//! | [testing] | handlers as functions, a client without a server, a clock, the reviewed route table |
//! | [deployment] | one machine and many: limits, proxies, shutdown, logs, a shared cache, containers |
//! | [differences] | where all this differs from Next.js, and why |

#[doc = include_str!("../docs/routing.md")]
pub mod routing {}

#[doc = include_str!("../docs/parameters.md")]
pub mod parameters {}

#[doc = include_str!("../docs/requests.md")]
pub mod requests {}

#[doc = include_str!("../docs/responses.md")]
pub mod responses {}

#[doc = include_str!("../docs/cookies.md")]
pub mod cookies {}

#[doc = include_str!("../docs/streaming.md")]
pub mod streaming {}

#[doc = include_str!("../docs/errors.md")]
pub mod errors {}

#[doc = include_str!("../docs/caching.md")]
pub mod caching {}

#[doc = include_str!("../docs/special_routes.md")]
pub mod special_routes {}

#[doc = include_str!("../docs/middleware.md")]
pub mod middleware {}

#[doc = include_str!("../docs/testing.md")]
pub mod testing {}

#[doc = include_str!("../docs/deployment.md")]
pub mod deployment {}

#[doc = include_str!("../docs/coming_from_next.md")]
pub mod coming_from_next {}

#[doc = include_str!("../docs/coming_from_axum.md")]
pub mod coming_from_axum {}

#[doc = include_str!("../docs/first_mistakes.md")]
pub mod first_mistakes {}

#[doc = include_str!("../docs/differences.md")]
pub mod differences {}
