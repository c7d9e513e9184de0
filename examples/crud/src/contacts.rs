//! The handlers. Each is one piece of work in the database, and `?` answers what is refused there.

use crate::contact::{self, Changes, Contact, ContactId, Fields};
use crate::db::Db;
use axum::Json;
use axum::extract::State;
use route_runtime::{NextRequest, NextResponse, Result, RouteError, route};
use serde::Deserialize;

#[derive(Deserialize)]
struct Listing {
    #[serde(default)]
    name: String,
    #[serde(default)]
    after: i64,
    #[serde(default = "a_hundred")]
    limit: u32,
}

fn a_hundred() -> u32 {
    100
}

#[route("/contacts")]
pub(crate) async fn GET(req: NextRequest, State(db): State<Db>) -> Result<Json<Vec<Contact>>> {
    let Listing { name, after, limit } = req.next_url().search_params().deserialize()?;
    if !(1..=100).contains(&limit) {
        return Err(RouteError::new(400, "`limit` is a number from 1 to 100"));
    }
    Ok(Json(db.run(move |tx| contact::list(tx, &name, after, limit)).await?))
}

#[route("/contacts")]
pub(crate) async fn POST(mut req: NextRequest, State(db): State<Db>) -> Result {
    let fields = req.json::<Fields>().await?.check()?;
    let contact = db.run(move |tx| contact::insert(tx, &fields)).await?;
    let location = one::route::url(contact.id);
    Ok(NextResponse::json(&contact).with_status(201).with_header("location", location))
}

/// All or none: the first that is refused undoes those before it.
#[route(POST "/contacts/import", body_limit = "1mb")]
pub(crate) async fn import(mut req: NextRequest, State(db): State<Db>) -> Result {
    let contacts: Vec<Fields> = req.json().await?;
    let contacts = contacts.into_iter().map(Fields::check).collect::<Result<Vec<_>, _>>()?;
    let imported: Vec<Contact> =
        db.run(move |tx| contacts.iter().map(|fields| contact::insert(tx, fields)).collect()).await?;
    Ok(NextResponse::json(&imported).with_status(201))
}

#[route("/contacts/[id]")]
pub(crate) mod one {
    use super::*;

    pub(crate) async fn GET(id: ContactId, State(db): State<Db>) -> Result<Json<Contact>> {
        Ok(Json(db.run(move |tx| contact::get(tx, id)).await?))
    }

    /// Replaces all fields: a phone that is left out is gone.
    pub(crate) async fn PUT(id: ContactId, mut req: NextRequest, State(db): State<Db>) -> Result<Json<Contact>> {
        let fields = req.json::<Fields>().await?.check()?;
        Ok(Json(db.run(move |tx| contact::update(tx, id, &fields)).await?))
    }

    /// Read, changed and written in one transaction, so that two at a time do not undo each other.
    pub(crate) async fn PATCH(id: ContactId, mut req: NextRequest, State(db): State<Db>) -> Result {
        let changes: Changes = req.json().await?;
        let changed = db.run(move |tx| match changes.of(contact::get(tx, id)?).check() {
            Ok(fields) => contact::update(tx, id, &fields).map(Ok),
            Err(mistakes) => Ok(Err(mistakes)),
        });
        Ok(NextResponse::json(changed.await??))
    }

    pub(crate) async fn DELETE(id: ContactId, State(db): State<Db>) -> Result {
        db.run(move |tx| contact::delete(tx, id)).await?;
        Ok(NextResponse::new(()).with_status(204))
    }
}
