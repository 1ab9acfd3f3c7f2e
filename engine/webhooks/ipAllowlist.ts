/** Bits of an IPv6 address, in which IPv4 addresses are the last 32 of `::ffff:0:0/96`. */
const BITS = 128;
const MAPPED_BITS = 96;
const MAPPED = 0xffffn << 32n;

/**
 * Whether a caller may call, as n8n's own Webhook node reads its list.
 *
 * @param list addresses and ranges such as `10.0.0.0/8`, separated by commas; everybody may where it is empty, and an
 * entry that is neither lets nobody in
 * @param addresses of the caller, and of the proxies that n8n trusts
 */
export function isIpAllowed(list: string, addresses: Array<string | undefined>): boolean {
	if (list.trim() === '') return true;
	const ranges = list.split(',').map((entry) => rangeOf(entry.trim()));
	return addresses.some((address) => {
		const value = addressOf(address ?? '');
		return (
			value !== undefined && ranges.some((range) => range && value >> range.shift === range.prefix)
		);
	});
}

function rangeOf(entry: string): { prefix: bigint; shift: bigint } | undefined {
	const [address = '', length, ...rest] = entry.split('/');
	const value = addressOf(address);
	if (value === undefined || rest.length > 0) return undefined;
	const offset = address.includes(':') ? 0 : MAPPED_BITS;
	const bits =
		length === undefined ? BITS : /^\d{1,3}$/.test(length) ? Number(length) + offset : Number.NaN;
	if (!(bits <= BITS)) return undefined;
	const shift = BigInt(BITS - bits);
	return { prefix: value >> shift, shift };
}

/** An address as a number; undefined where it is none. */
function addressOf(text: string): bigint | undefined {
	if (!text.includes(':')) {
		const value = ipv4Of(text);
		return value === undefined ? undefined : MAPPED | value;
	}
	const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
	const tail = dotted ? ipv4Of(dotted[2]!) : 0n;
	if (tail === undefined) return undefined;
	// A dotted end stands for two groups.
	const groups = ipv6GroupsOf(dotted ? `${dotted[1]}0:0` : text);
	return groups && groups.reduce((value, group) => (value << 16n) | group, 0n) | tail;
}

function ipv4Of(text: string): bigint | undefined {
	const parts = text.split('.');
	if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256))
		return undefined;
	return parts.reduce((value, part) => (value << 8n) | BigInt(part), 0n);
}

function ipv6GroupsOf(text: string): bigint[] | undefined {
	const halves = text.split('::').map((half) => (half === '' ? [] : half.split(':')));
	const given = halves.flat();
	const missing = 8 - given.length;
	const isWhole = halves.length === 1 ? missing === 0 : halves.length === 2 && missing > 0;
	if (!isWhole || !given.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
	const [head = [], tail = []] = halves;
	return [...head, ...Array<string>(missing).fill('0'), ...tail].map((group) =>
		BigInt(`0x${group}`),
	);
}
