//! cargo run -p caching
//!
//! What is stored of answers, and how it is made anew: by time, by tag, by path. Each answer says how often it was made, and the header
//! `x-nextjs-cache` where it came from.
//!
//! ```console
//! $ get() { curl -si localhost:3000$1 | tr -d '\r' | grep -i -e ^x-nextjs-cache -e '^{'; }
//! $ get /version
//! x-nextjs-cache: HIT
//! {"made":1,"query":"","version":"0.1.0"}
//! $ get /version
//! x-nextjs-cache: HIT
//! {"made":1,"query":"","version":"0.1.0"}
//! $ curl -si localhost:3000/version | grep -i ^cache-control
//! cache-control: s-maxage=31536000
//! ```
//!
//! By time: after two seconds the old answer is still served, at once, while a new one is made. The query is no part of the key.
//!
//! ```console
//! $ get /clock/utc; get '/clock/utc?again'; sleep 3
//! x-nextjs-cache: MISS
//! {"made":1,"zone":"utc"}
//! x-nextjs-cache: HIT
//! {"made":1,"zone":"utc"}
//! $ get /clock/utc; sleep 1; get /clock/utc
//! x-nextjs-cache: STALE
//! {"made":1,"zone":"utc"}
//! x-nextjs-cache: HIT
//! {"made":2,"zone":"utc"}
//! ```
//!
//! `generate_static_params` lists the posts, which are made before the first request. Others are 404, and no handler runs for them.
//!
//! ```console
//! $ get /posts/tea
//! x-nextjs-cache: HIT
//! {"made":1,"slug":"tea"}
//! $ curl -s -o /dev/null -w '%{http_code}\n' localhost:3000/posts/beer
//! 404
//! ```
//!
//! By tag: whoever asks next is served what is there, and has it made anew. A function has the same tags, and is made once for both routes.
//!
//! ```console
//! $ get /posts; get /count
//! x-nextjs-cache: HIT
//! {"made":1,"titles":["tea","water"]}
//! {"count":2,"made":1}
//! $ curl -s localhost:3000/posts -d coffee
//! $ get /posts; sleep 1; get /posts; get /count
//! x-nextjs-cache: STALE
//! {"made":1,"titles":["tea","water"]}
//! x-nextjs-cache: HIT
//! {"made":2,"titles":["tea","water","coffee"]}
//! {"count":3,"made":2}
//! ```
//!
//! By path: whoever asks next waits for a new one. A client that has what is stored gets no body.
//!
//! ```console
//! $ curl -s -X POST 'localhost:3000/revalidate?path=/posts/tea'
//! {"revalidated":"/posts/tea"}
//! $ get /posts/tea; get /posts/tea; get /posts/water
//! x-nextjs-cache: MISS
//! {"made":2,"slug":"tea"}
//! x-nextjs-cache: HIT
//! {"made":2,"slug":"tea"}
//! x-nextjs-cache: HIT
//! {"made":1,"slug":"water"}
//! $ etag=$(curl -sI localhost:3000/version | tr -d '\r' | sed -n 's/^etag: //p')
//! $ curl -s -o /dev/null -w '%{http_code}\n' localhost:3000/version -H "if-none-match: $etag"
//! 304
//! $ curl -s -X POST 'localhost:3000/revalidate?path=posts'
//! {"type":"about:blank","title":"Bad Request","status":400,"detail":"`posts` is no path: it must begin with a slash"}
//! $ curl -s -X POST localhost:3000/revalidate
//! {"type":"about:blank","title":"Bad Request","status":400,"detail":"say what to make anew: /revalidate?path=/posts/tea"}
//! ```

mod clock;
mod made;
mod posts;
mod revalidate;
mod version;

use posts::Posts;
use route_runtime::{App, routes};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let routes = routes![version::GET, clock::GET, posts::{GET, POST, count}, posts::one::route, revalidate::POST];
    let app = App::new(routes).with_state(Posts::default());
    // Optional: what is not made here is made when it is asked for.
    app.prerender().await?;
    app.start().await?;
    Ok(())
}
