//! `/apple-icon`: drawn once, and stored

use route_runtime::og::{Align, Color, Justify, Node, Text};
use route_runtime::{ImageResponse, route};

#[route]
pub async fn icon() -> ImageResponse {
    let letter = Text::new("F").size(120.0).weight(700).color(Color::WHITE);
    let square = Node::row().align(Align::Center).justify(Justify::Center).background(Color::rgb(30, 58, 95));
    ImageResponse::new(square.child(letter)).with_size(180, 180)
}
