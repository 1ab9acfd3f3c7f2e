/** Rows that each tenant's state has received of one kind, for what needs no state of its own. */
export function receivedRows<State extends object, Row extends object>(): (state: State) => Row[] {
	const received = new WeakMap<State, Row[]>();
	return (state) => {
		const rows = received.get(state) ?? [];
		received.set(state, rows);
		return rows;
	};
}
