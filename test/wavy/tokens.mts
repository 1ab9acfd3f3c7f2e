import type { ResumeToken } from '../../nodes/Wavy/resumeToken';

/** What travels with the question of execution n. */
export const tokenOf = (n: number): ResumeToken => ({
	executionId: String(n),
	nodeId: '6f1f2f0e-5a3b-4c1d-9e8f-001122334455',
	askedAt: 1_763_750_000_000,
	signature: n.toString(16).padStart(64, '0'),
});
