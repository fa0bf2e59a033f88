// The suites drive the browsers found on the machine; puppeteer must not fetch its own.
module.exports = { skipDownload: true };
