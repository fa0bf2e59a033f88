/** Names beginning so belong to reports: the chat does not show them. */
export const REPORT_NAME = 'metered-call-report-';

export const isReportName = (name: string): boolean => name.startsWith(REPORT_NAME);
