use super::Params;
use route_runtime::{ImageMetadata, route};

pub async fn metadata(size: &str) -> Vec<ImageMetadata> {
    let ids = if size == "big" { &["small", "medium"][..] } else { &["tiny"] };
    ids.iter().map(ImageMetadata::new).collect()
}

#[route(generate_image_metadata = |params: Params| async move { metadata(&params.size).await })]
pub async fn icon(id: String, size: String) -> String {
    format!("{size} {id}")
}
