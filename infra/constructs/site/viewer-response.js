// Runs at CloudFront's edges (cloudfront-js-2.0): open data may be read from any page, and each CSV file of data says where
// its metadata is (CSVW, Model for Tabular Data 5.2).

// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls it by this name
function handler(event) {
  const response = event.response;
  const headers = response.headers;
  headers['access-control-allow-origin'] = { value: '*' };
  headers['access-control-expose-headers'] = { value: 'Link, ETag, Last-Modified' };
  const file = event.request.uri.split('/').pop();
  const isData = event.request.uri.indexOf('/catalogue/') === -1;
  if (isData && file.endsWith('.csv') && response.statusCode < 400) {
    headers['link'] = { value: `<${file}-metadata.json>; rel="describedby"; type="application/csvm+json"` };
  }
  return response;
}
