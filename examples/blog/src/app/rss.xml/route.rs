//! `/rss.xml`

use crate::{Posts, app};
use axum::extract::State;
use route_runtime::{NextRequest, NextResponse, route};
use rss::{Channel, Guid, Item};

#[route]
pub async fn GET(req: NextRequest, State(posts): State<Posts>) -> NextResponse {
    let origin = req.next_url().origin();
    let items = posts.tagged(&[]).into_iter().map(|post| {
        let link = format!("{origin}{}", app::posts::slug::page::page::url(&post.slug));
        Item {
            title: Some(post.title),
            description: Some(post.body),
            guid: Some(Guid { value: link.clone(), permalink: true }),
            link: Some(link),
            ..Item::default()
        }
    });
    let channel = Channel {
        title: "Files and folders".to_owned(),
        link: format!("{origin}{}", app::page::page::url()),
        description: "A blog whose URLs are its folders".to_owned(),
        items: items.collect(),
        ..Channel::default()
    };
    NextResponse::new(channel.to_string()).with_header("content-type", "application/rss+xml; charset=utf-8")
}
