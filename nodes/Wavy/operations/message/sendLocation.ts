import type { INodeProperties } from 'n8n-workflow';

import { readNumber } from '../../../../engine/fields/number';
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
	{
		displayName: 'Place Name',
		name: 'placeName',
		type: 'string',
		default: '',
		description: 'Name shown with the map',
	},
	{
		displayName: 'Address',
		name: 'address',
		type: 'string',
		default: '',
		description: 'Address shown with the map',
	},
];

/** Three decimals are usual here, and no thousands are possible. */
const degrees = (value: unknown, field: string, max: number) =>
	readNumber(value, field, { min: -max, max });

export const sendLocation = messageOperation({
	value: 'sendLocation',
	needsWindow: true,
	name: 'Send Location',
	description: "Send a place on the map within 24 hours of the recipient's last message",
	action: 'Send a location',
	properties,
	message(parameters) {
		const latitude = parameters.field('latitude');
		const longitude = parameters.field('longitude');
		const placeName = parameters.field('placeName');
		const address = parameters.field('address');
		return (item) => ({
			location: {
				// "lat,long" (wavy 1.2).
				geoPoint: `${degrees(latitude(item), 'Latitude', 90)},${degrees(longitude(item), 'Longitude', 180)}`,
				name: optionalText(placeName(item), 'Place Name'),
				address: optionalText(address(item), 'Address'),
			},
		});
	},
});
