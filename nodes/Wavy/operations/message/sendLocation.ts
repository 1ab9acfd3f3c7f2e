import type { INodeProperties } from 'n8n-workflow';

import { itemError } from '../../../../engine/fields/itemError';
import { optionalText } from '../../../../engine/fields/text';
import { messageOperation } from '../../send';

const properties: INodeProperties[] = [
	{
		displayName: 'Latitude',
		name: 'latitude',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. -22.8947',
		description: 'Degrees north, negative for south',
	},
	{
		displayName: 'Longitude',
		name: 'longitude',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. -47.0589',
		description: 'Degrees east, negative for west',
	},
	{ displayName: 'Place Name', name: 'placeName', type: 'string', default: '', description: 'Name shown with the map' },
	{ displayName: 'Address', name: 'address', type: 'string', default: '', description: 'Address shown with the map' },
];

export const sendLocation = messageOperation({
	value: 'sendLocation',
	name: 'Send Location',
	description: 'Send a place on the map within 24 hours of a reply of the recipient',
	action: 'Send a location',
	properties,
	message(parameters) {
		const latitude = parameters.field('latitude');
		const longitude = parameters.field('longitude');
		const placeName = parameters.field('placeName');
		const address = parameters.field('address');
		return (item) => ({
			location: {
				// "lat,long" (CONTRACTS 1.2).
				geoPoint: `${degrees(latitude(item), 'Latitude', 90)},${degrees(longitude(item), 'Longitude', 180)}`,
				name: optionalText(placeName(item), 'Place Name'),
				address: optionalText(address(item), 'Address'),
			},
		});
	},
});

function degrees(value: unknown, field: string, most: number): number {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	if (typeof number === 'number' && Math.abs(number) <= most) return number;
	throw itemError(
		`"${field}" is not a number of degrees: ${JSON.stringify(value)}`,
		`Give a number from -${most} to ${most}, with a full stop for the decimals`,
	);
}
