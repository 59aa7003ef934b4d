/** Other functions moved a notice, or a household, whenever it was decided for: its message comes again. */
export class KeptMoving extends Error {}
