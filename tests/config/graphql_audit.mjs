// Runs the public GraphQL-over-HTTP audit against ADDRESS as the owner of TOKEN; prints its results as JSON.
import { serverAudits } from "graphql-http";

const [address, token] = process.argv.slice(2);
const fetchFn = (url, options = {}) =>
  fetch(url, { ...options, headers: { ...options.headers, Authorization: `Bearer ${token}` } });

const results = [];
for (const audit of serverAudits({ url: address, fetchFn })) {
  const { id, name, status, reason } = await audit.fn();
  results.push({ id, name, status, reason: reason ?? "" });
}
console.log(JSON.stringify(results));
