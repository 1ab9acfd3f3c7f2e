/** What has happened to a text on its way, so that nobody can tell what was meant. */
export interface Damage {
	/** In the middle of a sentence, such as "holds half of a character". */
	what: string;
	hint: string;
}

/** What JavaScript writes for an object within a text, such as Hello {{ $json.customer }}. */
const OBJECT_IN_TEXT = '[object Object]';

/** What stands for a byte that is no letter in the encoding that a file was read in. */
const UNREADABLE = '\ufffd';

/** How Excel, Calc, Python and JavaScript write a number that is too long for a cell, as in 5.51199E+12. */
const EXPONENT = /^-?\d(?:[.,]\d+)?e\+\d{2,3}$/i;

/** What Excel, Google Sheets and Calc show for a formula without a value, in the languages of docs/values.md. */
const NO_VALUE = new Set(
	(
		'#N/A #REF! #VALUE! #DIV/0! #NAME? #NUM! #NULL! #SPILL! #CALC! #FIELD! #GETTING_DATA #ERROR! ' +
		'#NV #BEZUG! #WERT! #ZAHL! #ÜBERLAUF! #N/D #VALEUR! #NOM? #NOMBRE! #NUL! #PROPAGATION! ' +
		'#¡REF! #¡VALOR! #¡DIV/0! #¿NOMBRE? #¡NUM! #¡NULO! #¡DESBORDAMIENTO! #VALOR! #NOME? #NÚM! #NULO! ' +
		'#DESPEJAR! #VALORE! #RIF! #NOME! #WAARDE! #VERW! #NAAM? #GETAL! #LEEG! #OVERLOOP! ' +
		'#SAKNAS! #VÄRDEFEL! #REFERENS! #NAMN? #OGILTIGT! #SKÄRNING! #DIVISION/0! #VÆRDI! #REFERENCE! #NAVN? ' +
		'#VERDI! #PUUTTUU! #ARVO! #VIITTAUS! #NIMI? #LUKU! #TYHJÄ! #JAKO/0! #ARG! #ADR! #NAZWA? #LICZBA! #ZERO! #BRAK'
	).split(' '),
);

/** A column that is too narrow, exported as it is shown. */
const TOO_NARROW = /^#{4,}$/;

/**
 * What is wrong with a text that no field of any vendor can mean.
 *
 * @returns undefined where nothing is
 */
export function damageIn(text: string): Damage | undefined {
	if (!text.isWellFormed()) {
		return {
			what: 'holds half of a character (a lone surrogate)',
			hint: 'Correct it in the data; it may have been cut in the middle of an emoji',
		};
	}
	if (text.includes(OBJECT_IN_TEXT)) {
		return {
			what: 'holds an object in the place of a text',
			hint: 'Map one of the fields of the object, such as {{ $json.customer.name }}',
		};
	}
	if (text.includes(UNREADABLE)) {
		return {
			what: 'holds a letter that was lost when the file was read in the wrong encoding',
			hint:
				'Save the file as "CSV UTF-8", or set its encoding where it is read, such as ' +
				'Encoding, Latin1 among the options of Extract From File',
		};
	}
	return damageOfCell(text);
}

function damageOfCell(text: string): Damage | undefined {
	// Nearly every text is long or begins with a letter.
	const first = text.trimStart().charCodeAt(0);
	if (first === Code.numberSign) {
		const cell = text.trim();
		if (!NO_VALUE.has(cell.toUpperCase()) && !TOO_NARROW.test(cell)) return undefined;
		return {
			what: 'is what a spreadsheet shows for a cell without a value',
			hint: 'Correct the formula or the width of the column, or empty the cell, and export it again',
		};
	}
	const mayBeNumber = first === Code.minus || (first >= Code.zero && first <= Code.nine);
	if (!mayBeNumber || !EXPONENT.test(text.trim())) return undefined;
	return {
		what: 'is a number that a spreadsheet has rounded',
		hint: 'Format the column as text in the spreadsheet and export it again',
	};
}

/** Of characters, in Unicode. */
const Code = { numberSign: 0x23, minus: 0x2d, zero: 0x30, nine: 0x39 } as const;
