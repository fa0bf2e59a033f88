// To be imported before anything that reads it.
process.env['TEST_BACKPLANE'] = 'redis';

export const BACKPLANE = 'redis';
