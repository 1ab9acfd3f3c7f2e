import type { IDataObject } from 'n8n-workflow';

import type { Source } from '../lists/source';
import type { RowFile } from './rowFile';
import type { FileRow } from './rows/fileRow';

/**
 * How much text may be held by rows that were read and have no outcome yet, in characters. Requests of usual sizes
 * hold a small part of it; a file of which each row waits for others of its own kind meets it.
 */
const MAX_HELD_CHARACTERS = 8_000_000;

/** Text that stays in memory until the last of its rows has its outcome. */
interface Piece {
	characters: number;
	rows: number;
}

interface HeldRow {
	row: FileRow;
	piece: Piece;
}

/** The rows of a file, numbered as in the file; in memory from when they are read until they have their outcome. */
export class RowSource implements Source {
	/** In the order of the file. */
	private readonly held = new Map<number, HeldRow>();
	private heldCharacters = 0;
	private current: FileRow | undefined;
	/** Number of the row that was read last. */
	lastRead = 0;
	private roomMade = Promise.withResolvers<void>();

	/** @param isReadToEnd whether each row is to have an outcome even where sending ends early */
	constructor(
		private readonly file: RowFile,
		readonly isReadToEnd: boolean,
		private readonly maxHeldCharacters = MAX_HELD_CHARACTERS,
	) {}

	async *batches(): AsyncGenerator<Iterable<number>> {
		for await (const { rows, characters } of this.file.batches()) {
			const piece: Piece = { characters, rows: rows.length };
			for (const row of rows) this.held.set(row.row, { row, piece });
			this.heldCharacters += characters;
			this.lastRead = rows.at(-1)!.row;
			yield rows.map(({ row }) => row);
		}
	}

	json(row: number): IDataObject | undefined {
		return this.current?.row === row ? this.current.json : this.held.get(row)?.row.json;
	}

	check(row: number): void {
		this.current = this.held.get(row)?.row;
		if (this.current?.unreadable) throw this.current.unreadable.error;
	}

	get isFull(): boolean {
		return this.heldCharacters > this.maxHeldCharacters;
	}

	async room(): Promise<void> {
		while (this.isFull) await this.roomMade.promise;
	}

	remaining(): Iterable<number> {
		return [...this.held.keys()];
	}

	/**
	 * Gives up a row, which has its outcome.
	 *
	 * @returns undefined where it was given up before
	 */
	take(number: number): FileRow | undefined {
		const held = this.held.get(number);
		if (!held) return undefined;
		const { row, piece } = held;
		this.held.delete(number);
		if (--piece.rows === 0) {
			this.heldCharacters -= piece.characters;
			this.roomMade.resolve();
			this.roomMade = Promise.withResolvers<void>();
		}
		return row;
	}

	/** Number of the first row that has no outcome: all before it have. */
	get firstOpen(): number {
		for (const row of this.held.keys()) return row;
		return this.lastRead + 1;
	}
}
