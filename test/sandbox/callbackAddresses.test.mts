import { control, own, useSandbox } from './control.mts';
import { startReceiver } from './receiver.mts';

useSandbox();

describe('callback addresses', () => {
	it('are listed for every vendor that calls', async () => {
		const { json } = await own('GET', '/callbacks');
		expect(json.map(({ vendor, name, url }: any) => [vendor, name, url])).toEqual([
			['eagleEye', 'events', null],
			['sessionM', 'messages', null],
			['wavy', 'message', null],
			['wavy', 'status', null],
			['wavy', 'smsMessage', null],
			['wavy', 'smsStatus', null],
		]);
	});

	it.each([
		['wavy', 'message', 'reply'],
		['wavy', 'status', 'delivered'],
		['wavy', 'smsMessage', 'smsReply'],
		['wavy', 'smsStatus', 'smsDelivered'],
		['eagleEye', 'events', 'SERVICE.TRIGGER-points'],
		['sessionM', 'messages', 'welcome'],
	])('of %s %s is called with the secret, until it is taken away', async (vendor, name, sample) => {
		const { samples } = (await control('GET', '/vendors')).json.find(
			(one: any) => one.name === vendor,
		);
		expect(samples.map((one: any) => one.name)).toContain(sample);
		const receiver = await startReceiver();
		const url = `${receiver.url}/hook?token=1`;
		const address = { url, headerName: 'x-secret', headerValue: 's3cret' };
		const { json } = await own('PUT', `/callbacks/${vendor}/${name}`, address);
		expect(json).toMatchObject({ vendor, name, ...address });
		expect((await own('POST', `/${vendor}/samples/${sample}`, {})).json).toMatchObject({
			name: sample,
			sentTo: url,
		});
		const { headers, path } = await receiver.until((all) => all[0]);
		expect([headers['x-secret'], path]).toEqual(['s3cret', '/hook?token=1']);

		// A header that is not named keeps its value.
		expect((await own('PUT', `/callbacks/${vendor}/${name}`, { url: null })).json).toMatchObject({
			url: null,
			headerValue: 's3cret',
		});
		expect((await own('POST', `/${vendor}/samples/${sample}`, {})).json.sentTo).toBeNull();
		receiver.close();
		if (vendor === 'eagleEye') return;
		expect(
			(await own('PUT', `/callbacks/${vendor}/${name}`, { url: null, headerName: null })).json,
		).toMatchObject({
			headerName: null,
			headerValue: null,
		});
	});

	it.each([
		['/callbacks/sessionM/messages', { url: 'ftp://x' }, 400],
		['/callbacks/sessionM/messages', { url: 'hook' }, 400],
		['/callbacks/sessionM/messages', {}, 400],
		['/callbacks/sessionM/messages', { url: null, secret: 's' }, 400],
		['/callbacks/sessionM/messages', { url: null, headerName: '' }, 400],
		['/callbacks/sessionM/messages', { url: null, headerValue: 's' }, 400],
		['/callbacks/wavy/status', { url: null, headerName: 'x' }, 400],
		['/callbacks/wavy/status', { url: null, headerName: 'x', headerValue: null }, 400],
		['/callbacks/eagleEye/events', { url: null, headerName: null }, 400],
		['/callbacks/sessionM/events', { url: null }, 404],
		['/callbacks/sessionM/toString', { url: null }, 404],
		['/callbacks/wai/events', { url: null }, 404],
	])('%s does not take %j', async (path, body, status) => {
		const before = (await own('GET', '/callbacks')).json;
		expect((await own('PUT', path, body)).status).toBe(status);
		expect((await own('GET', '/callbacks')).json).toEqual(before);
	});
});

describe('samples', () => {
	it.each([
		['/sessionM/samples/nothing', {}, 404],
		['/wai/samples/welcome', {}, 404],
		['/sessionM/samples/welcome', { colour: 'red' }, 400],
		['/sessionM/samples/welcome', { externalId: 5 }, 400],
	])('%s does not take %j', async (path, body, status) => {
		expect((await own('POST', path, body)).status).toBe(status);
	});

	it('are each sent as they are offered', async () => {
		const vendors = (await control('GET', '/vendors')).json;
		for (const { name: vendor, samples } of vendors) {
			for (const { name } of samples) {
				const { status, json } = await own('POST', `/${vendor}/samples/${name}`);
				expect([vendor, name, status, json.ids?.length > 0]).toEqual([vendor, name, 200, true]);
			}
		}
	});
});
