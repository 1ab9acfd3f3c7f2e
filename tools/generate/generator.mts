/** A file that is made from others, and never edited by hand. */
export interface GeneratedFile {
	/** From the root. */
	path: string;
	content: string;
}

/** Makes files of one kind. */
export interface Generator {
	/** What it makes, in the plural, for messages. */
	name: string;
	/** Run after the files of the generators before it are written. */
	files(): GeneratedFile[] | Promise<GeneratedFile[]>;
	/** A folder of which all files are this generator's: what it no longer makes is removed. */
	folder?: string;
}
