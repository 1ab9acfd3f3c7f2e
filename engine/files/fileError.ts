import { ItemRefusal, refusal } from '../refusal';

/** What is wrong with a file or one of its rows, and how to put it right. */
export type FileError = ItemRefusal;

export const fileError = (message: string, hint: string): FileError => refusal(message, hint);

/** The same, after a beginning that says where it happened, such as `Row 17`. */
export function fileErrorAt(where: string, error: unknown): FileError {
	const { message } = error as Error;
	return refusal(
		`${where}: ${message}`,
		error instanceof ItemRefusal ? error.advice : 'Check the file, and run the node again',
	);
}

/** Such as "2,000". */
export const figure = (n: number): string => n.toLocaleString('en-US');

/** Such as "1 cell", "3 cells". */
export const counted = (n: number, noun: string): string => `${figure(n)} ${noun}${n === 1 ? '' : 's'}`;

/** A name from the file, in quotes and not too long for a message. */
export function quoted(text: string): string {
	return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
