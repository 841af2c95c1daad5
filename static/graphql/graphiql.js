// The explorer: GraphiQL over the page's own address, as the person whose session it is.
"use strict";

const page = document.getElementById("graphiql");

async function fetcher(request) {
  const response = await fetch(page.dataset.endpoint, {
    method: "POST",
    credentials: "same-origin",
    headers: {
      Accept: "application/graphql-response+json, application/json",
      "Content-Type": "application/json",
      "X-CSRFToken": page.dataset.csrfToken,
    },
    body: JSON.stringify(request),
  });
  return response.json();
}

function Explorer() {
  const [query, setQuery] = React.useState(page.dataset.query);
  const plugin = GraphiQLPluginExplorer.useExplorerPlugin({ query, onEdit: setQuery });
  return React.createElement(GraphiQL, { fetcher, query, onEditQuery: setQuery, plugins: [plugin] });
}

ReactDOM.render(React.createElement(Explorer), page);
