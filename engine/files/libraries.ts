/**
 * The libraries that the package brings along, since n8n installs none for it. The build puts a bundle in the
 * place of this module's compiled form (gulpfile.js); no other module may import them.
 */
export { Gunzip } from 'fflate';
export { default as Papa } from 'papaparse';
