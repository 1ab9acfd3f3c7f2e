import { Hash } from 'crypto';

/**
 * A Node stream of what a generator yields, for helpers that take no generator. Node's module `stream` is not
 * among those that a community node may import; `Hash` extends `stream.Transform`, as Node documents, and so
 * has the static `from` of streams.
 */
export const streamOf = (chunks: AsyncIterable<Uint8Array>) => Hash.from(chunks);
