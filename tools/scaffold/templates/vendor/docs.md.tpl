# The <%= title %> node

TODO: what <%= title %> is, and what the node does for whom. How lists are sent, and what becomes of items that fail, is the same for all nodes: see [How a list is sent](../README.md#how-a-list-is-sent).

## The credential

TODO: where people find the key, and what the test button can tell.

## All operations

<!-- operations: made by `npm run generate` -->
<!-- /operations -->

## What is not verified

TODO: what the vendor does not document, and how the node takes it.
