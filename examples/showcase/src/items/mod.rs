//! `app/items/route.ts`: the list, and new items.

pub(crate) mod slug;

use crate::db::{Db, Item};
use axum::Json;
use axum::extract::State;
use route_runtime::{NextRequest, NextResponse, Result, RouteError, route};
use serde::Deserialize;

#[route("/items")]
pub(crate) async fn GET(State(db): State<Db>) -> Json<Vec<Item>> {
    Json(db.all())
}

#[derive(Deserialize)]
struct NewItem {
    slug: String,
    #[serde(flatten)]
    fields: Fields,
}

#[route("/items")]
pub(crate) async fn POST(mut req: NextRequest, State(db): State<Db>) -> Result {
    let NewItem { slug, fields } = req.json().await?;
    let item = fields.into_item(slug)?;

    // A slug that no URL can carry (empty, `..`) would make an item that nobody can ask for.
    let location = slug::GET::try_url(&item.slug).map_err(|error| RouteError::new(422, error.to_string()))?;
    if !db.insert(item.clone()) {
        return Err(RouteError::new(409, format!("there is an item `{}` already", item.slug)));
    }
    Ok(NextResponse::json(&item).with_status(201).with_header("location", location))
}

/// What a client may choose of an item, beside its slug.
#[derive(Deserialize)]
pub(crate) struct Fields {
    name: String,
    price: u32,
}

impl Fields {
    fn into_item(self, slug: String) -> Result<Item> {
        if self.name.trim().is_empty() {
            return Err(RouteError::new(422, "an item needs a name"));
        }
        Ok(Item { slug, name: self.name, price: self.price })
    }
}
