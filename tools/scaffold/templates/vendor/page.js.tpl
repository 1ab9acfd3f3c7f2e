/** <%= title %>'s part of the page; see page/page.js for the form. TODO: a table for each collection. */
export const counters = [];

export const tables = [];
