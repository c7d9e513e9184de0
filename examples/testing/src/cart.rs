//! The cart, which is in a cookie.

use crate::Shop;
use axum::Json;
use axum::extract::State;
use route_runtime::{NextRequest, NextResponse, Result, ValidationError, cookies, route};
use serde::{Deserialize, Serialize};
use std::io;

const COOKIE: &str = "cart";

/// A product, and how many of it.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Line {
    /// The product.
    pub slug: String,
    /// How many.
    pub count: u32,
}

/// What is in the cart.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Cart {
    /// Each product once.
    pub lines: Vec<Line>,
}

impl Cart {
    /// That of this request.
    pub fn current() -> Self {
        cookies().get(COOKIE).map_or_else(Self::default, |cookie| Self::parse(cookie.value()))
    }

    /// A cookie is the client's, so it may be anything: what is no line is left out.
    pub fn parse(text: &str) -> Self {
        let line = |line: &str| {
            let (slug, count) = line.split_once(':')?;
            let count = count.parse().ok().filter(|count| (1..=99).contains(count))?;
            Some(Line { slug: slug.to_owned(), count })
        };
        let mut cart = Self::default();
        text.split(' ').filter_map(line).for_each(|line| cart.add(line));
        cart
    }

    /// Keeps it for the next request.
    pub fn keep(&self) {
        let lines: Vec<String> = self.lines.iter().map(|Line { slug, count }| format!("{slug}:{count}")).collect();
        cookies().set(COOKIE, lines.join(" "));
    }

    /// Has the client drop it.
    pub fn forget() {
        cookies().delete(COOKIE);
    }

    /// One more line, or more of one that is there: up to 99.
    pub fn add(&mut self, line: Line) {
        match self.lines.iter_mut().find(|other| other.slug == line.slug) {
            Some(other) => other.count = 99.min(other.count.saturating_add(line.count)),
            None => self.lines.push(line),
        }
    }

    /// What it costs. A product that is there no longer costs nothing.
    pub fn total(&self, shop: &Shop) -> io::Result<u64> {
        let mut total = 0;
        for Line { slug, count } in &self.lines {
            total += shop.catalog.find(slug)?.map_or(0, |product| u64::from(product.price) * u64::from(*count));
        }
        Ok(total)
    }
}

/// `/cart`.
#[route("/cart")]
pub mod handlers {
    use super::*;

    /// What is in it.
    pub async fn GET() -> Json<Cart> {
        Json(Cart::current())
    }

    /// Puts something into it.
    pub async fn POST(mut req: NextRequest, State(shop): State<Shop>) -> Result {
        let line: Line = req.json().await?;
        if !(1..=99).contains(&line.count) {
            return Err(ValidationError::new("count", "is 1 to 99").into());
        }
        if shop.catalog.find(&line.slug)?.is_none() {
            return Err(ValidationError::new("slug", "is no product of ours").into());
        }
        let mut cart = Cart::current();
        cart.add(line);
        cart.keep();
        Ok(NextResponse::json(&cart).with_status(201))
    }
}

pub use handlers::route;
