export const dynamic = 'force-static'

export async function GET() {
  return Response.json(Array.from({ length: 20 }, (_, id) => ({ id, name: 'a small brown teapot' })))
}
