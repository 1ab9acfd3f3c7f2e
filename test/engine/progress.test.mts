import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { Progress } from '../../engine/progress';
import { ItemOutcomes } from '../../engine/results/itemOutcomes';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

it('says every ten seconds where the run is, until it ends', async () => {
	const said: Array<[string, IDataObject]> = [];
	const shown: string[] = [];
	const context = {
		logger: { info: (message: string, about: IDataObject) => said.push([message, about]) },
		getNode: () => ({ name: 'Send' }),
		sendMessageToUI: (message: string) => shown.push(message),
	} as unknown as IExecuteFunctions;
	const outcomes = new ItemOutcomes(3000);
	const progress = new Progress(context, { name: 'WAI' }, outcomes);
	progress.start();
	await jest.advanceTimersByTimeAsync(9900);
	expect(said).toEqual([]);
	for (let item = 0; item < 1200; item++) outcomes.accept(item, {});
	await jest.advanceTimersByTimeAsync(200);
	const counts = { accepted: 1200, rejected: 0, unknown: 0, notSent: 0 };
	expect(said).toEqual([['WAI: 1,200 of 3,000 items done', { node: 'Send', ...counts }]]);
	expect(shown).toEqual(['WAI: 1,200 of 3,000 items done']);
	await jest.advanceTimersByTimeAsync(10_000);
	expect(said).toHaveLength(2);
	progress.end();
	await jest.advanceTimersByTimeAsync(60_000);
	expect(said).toHaveLength(2);
	expect(jest.getTimerCount()).toBe(0);
});
