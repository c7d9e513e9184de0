//! `/posts/hello/opengraph-image`: the card that social networks show beside a link to the post

use super::Params;
use crate::{Posts, site};
use axum::extract::State;
use route_runtime::og::{Color, Justify, LinearGradient, Node, Text};
use route_runtime::{ImageResponse, Result, not_found, route};

/// For the tags of the page.
pub const WIDTH: u32 = 1200;
/// For the tags of the page.
pub const HEIGHT: u32 = 630;

#[route]
pub async fn image(Params { slug }: Params, State(posts): State<Posts>) -> Result<ImageResponse> {
    let post = posts.get(&slug).ok_or_else(not_found)?;
    let title = Text::new(post.title).size(88.0).weight(700).color(Color::WHITE).max_lines(3);
    let name = Text::new(site::NAME).size(36.0).color(Color::rgb(148, 163, 184));
    let night = LinearGradient::new(160.0, [Color::rgb(15, 23, 42), Color::rgb(30, 58, 95)]);
    let card = Node::column().padding(80.0).justify(Justify::SpaceBetween).background(night).child(title).child(name);
    Ok(ImageResponse::new(card).with_size(WIDTH, HEIGHT))
}
