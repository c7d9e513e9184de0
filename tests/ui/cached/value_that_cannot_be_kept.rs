use route_runtime::{Result, cached};

pub struct Post;

#[cached]
async fn post(id: u32) -> Result<Vec<Post>> {
    let _ = id;
    Ok(vec![Post])
}

#[cached]
async fn plain(id: u32) -> Post {
    let _ = id;
    Post
}

fn main() {
    let _ = (post(1), plain(1));
}
