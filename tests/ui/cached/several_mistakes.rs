use route_runtime::cached;

#[cached(lief = "hours", tags = "posts", tags = [7, "a", "a", ""], revalidate = 60)]
fn posts(&self, (a, b): (u32, u32), name: &str, ids: &[u32]) -> &str {
    name
}

fn main() {}
