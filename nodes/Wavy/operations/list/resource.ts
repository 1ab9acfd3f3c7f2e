/** As n8n shows it, with the operation that is chosen at first. */
export const resource = { name: 'List', defaultOperation: 'getAll' };
