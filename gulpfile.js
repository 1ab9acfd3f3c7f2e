const { rm } = require('node:fs/promises');
const { dest, parallel, src } = require('gulp');

/** Icons, codex files and output schemas stand beside their sources, and beside the compiled files. */
const icons = () => src('icons/*.svg', { encoding: false }).pipe(dest('dist/icons'));
const nodeFiles = () => src('nodes/**/*.json').pipe(dest('dist/nodes'));

exports.clean = async () => await rm('dist', { recursive: true, force: true });
exports.default = parallel(icons, nodeFiles);
