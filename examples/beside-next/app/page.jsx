// Rendered for each request: the items come from the Rust handler in `api/items/route.rs`, by way of the server in front.
export const dynamic = 'force-dynamic'

export default async function Home() {
  const origin = process.env.ORIGIN ?? 'http://127.0.0.1:3000'
  const items = await (await fetch(`${origin}/api/items`)).json()
  return (
    <main>
      <h1>A shop</h1>
      <ul>
        {items.map((item) => (
          <li key={item.id}>{item.name}</li>
        ))}
      </ul>
    </main>
  )
}
