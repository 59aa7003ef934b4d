export function powershellFaults(script: string): Promise<string[]>;
export function asyncApiFaults(text: string): Promise<string[]>;
