/* What is switched on at any vendor, so that nobody forgets it: a fault left on looks like an error of the workflow. */
import { element } from './dom.js';
import { duration, plural } from './format.js';
import { allOff, faultsOn } from './switches.js';

/** What is on, in words, vendor by vendor; a script's own rules act at all of them. */
function inForce(vendors, { switches, faults, latencyMs, rateLimit }) {
	const perVendor = vendors.map(({ name, short }) => ({ short, on: faultsOn(switches[name]) }));
	return [
		...perVendor
			.filter(({ on }) => on.length > 0)
			.map(({ short, on }) => `${short}: ${on.join(', ').toLowerCase()}`),
		...(faults.length > 0
			? [plural(faults.length, 'fault rule set by a script', 'fault rules set by a script')]
			: []),
		...(latencyMs > 0 ? [`all answers ${duration(latencyMs)} late`] : []),
		...(rateLimit ? [`rate limit of ${rateLimit.requests} in ${rateLimit.perSeconds} s`] : []),
	];
}

/** @returns {{ refresh(account, settings): void }} */
export function banner(node, vendors, say) {
	const text = element('p', {});
	const off = element('button', { type: 'button', textContent: 'Turn all off' });
	node.append(text, off);
	let account;
	off.addEventListener('click', async () => {
		const switches = Object.fromEntries(vendors.map(({ name }) => [name, allOff]));
		try {
			await account.change({ switches, faults: [], latencyMs: 0, rateLimit: null });
			say('All faults are off');
		} catch (error) {
			say(`Not changed: ${error.message}`, 'bad');
		}
	});
	return {
		refresh(of, settings) {
			account = of;
			const on = inForce(vendors, settings);
			const said = on.length === 0 ? '' : `Faults are on. ${on.join(' · ')}`;
			if (text.textContent !== said) text.textContent = said;
			node.hidden = on.length === 0;
		},
	};
}
