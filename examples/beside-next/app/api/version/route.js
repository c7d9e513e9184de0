// A handler that has not moved to Rust.
export async function GET() {
  return Response.json({ from: 'Next.js' })
}
