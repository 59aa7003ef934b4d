/** The Government Analysis Function's colours for categories, in their order, and a shape and a dash for each. */
export const COLOURS = ['#12436D', '#28A197', '#801650', '#F46A25'];
export const SHAPES = ['circle', 'square', 'triangle-up', 'diamond'];
export const DASHES = ['', '6,3', '2,2', '8,3,2,3'];

export const INK = '#0b0c0c';
export const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, Helvetica, Arial, sans-serif';
