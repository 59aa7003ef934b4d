// The services whose contacts are counted, and about how many they have on a working day, by channel. The mix follows the
// scrutiny report of 2018; the figures are invented.
export const A_DAY: Record<string, Record<string, number>> = {
  'council-tax': { telephone: 310, face_to_face: 60, email: 75, self_serve: 190, sms: 24 },
  benefits: { telephone: 140, face_to_face: 85, email: 30, self_serve: 60, post: 12 },
  'care-for-your-area': { telephone: 155, face_to_face: 7, email: 18, self_serve: 40 },
  housing: { telephone: 64, face_to_face: 14, email: 21, self_serve: 35 },
  waste: { telephone: 42, face_to_face: 9, email: 11, self_serve: 51 },
};
/** Where residents are asked how satisfied they are, and by what they came. */
export const ASKED = ['council-tax', 'benefits'];
export const ASKED_AFTER = ['telephone', 'self_serve'];
