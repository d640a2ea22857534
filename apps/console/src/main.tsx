import "./styles/index.css";
import { render } from "preact";
import { App } from "./app.js";
import { createConsoleClient } from "./create-console-client.js";
import { WorkspaceContext } from "./workspace-context.js";

const root = document.querySelector("#app");
if (root === null) throw new Error("the page has no #app");

render(
  <WorkspaceContext.Provider value={createConsoleClient()}>
    <App />
  </WorkspaceContext.Provider>,
  root,
);
