/** What every virus scanner takes for a virus, and is none (EICAR). In two parts, so that none takes this file for one. */
const EICAR = 'X5O!P%@AP[4\\PZX54(P^)7CC)7}$' + 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*';

export const hasVirus = (content: Buffer): boolean => content.includes(EICAR);
