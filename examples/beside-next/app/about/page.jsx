export default function About() {
  return <h1>About the shop</h1>
}
