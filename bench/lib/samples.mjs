export const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

/** The time of a start that nothing else came in the way of: what disturbs makes them longer, never shorter. */
export const undisturbed = (values) => Math.min(...values);
